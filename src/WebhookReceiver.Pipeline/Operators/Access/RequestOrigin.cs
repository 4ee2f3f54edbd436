using Microsoft.AspNetCore.Http;

namespace WebhookReceiver.Operators;

/// <summary>
/// Whether a page of another site may have made a browser send the request. Browsers say so in <c>Sec-Fetch-Site</c> and <c>Origin</c>, which no script can set; programs send neither.
/// </summary>
internal static class RequestOrigin
{
    private const string FetchSite = "Sec-Fetch-Site";
    private const string SameOrigin = "same-origin";

    /// <summary>The user opened the address: typed it, or followed a bookmark.</summary>
    private const string ByUser = "none";

    /// <returns>False when the headers name another origin, or cannot be read.</returns>
    public static bool IsOwnOrAbsent(HttpRequest request) =>
        request.Headers[FetchSite] is [] or [SameOrigin or ByUser] && (request.Headers.Origin is [] || IsOwn(request));

    /// <summary>Whether a browser vouches that a page of this listener sent the request: only then does a cookie permit more than reading.</summary>
    public static bool IsProven(HttpRequest request) => request.Headers[FetchSite] is [SameOrigin] && (request.Headers.Origin is [] || IsOwn(request));

    /// <summary>Whether the page that sent the request was loaded over https, which a proxy in front may have ended.</summary>
    public static bool IsHttps(HttpRequest request) =>
        request.Headers.Origin is [{ } origin] && Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.Scheme.Equals(Uri.UriSchemeHttps, StringComparison.Ordinal);

    /// <summary>The scheme is not compared, because a proxy may have ended TLS; nor is the port when the proxy passes on the host without it.</summary>
    private static bool IsOwn(HttpRequest request) =>
        request.Headers.Origin is [{ } origin]
        && Uri.TryCreate(origin, UriKind.Absolute, out var uri)
        && (uri.Scheme.Equals(Uri.UriSchemeHttps, StringComparison.Ordinal) || uri.Scheme.Equals(Uri.UriSchemeHttp, StringComparison.Ordinal))
        && request.Host.HasValue
        && uri.Host.Equals(request.Host.Host, StringComparison.OrdinalIgnoreCase)
        && (request.Host.Port is not { } port || port == uri.Port);
}
