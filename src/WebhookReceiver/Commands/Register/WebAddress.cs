using System.Diagnostics.CodeAnalysis;

namespace WebhookReceiver.Commands.Register;

/// <summary>Reads addresses of the web.</summary>
internal static class WebAddress
{
    public static bool TryRead(string text, [NotNullWhen(true)] out Uri? url) => Uri.TryCreate(text, UriKind.Absolute, out url) && (IsHttps(url) || IsHttp(url));

    /// <summary>Whether nobody on the way can read what is sent there.</summary>
    public static bool IsPrivate(Uri url) => IsHttps(url) || url.IsLoopback;

    private static bool IsHttps(Uri url) => string.Equals(url.Scheme, Uri.UriSchemeHttps, StringComparison.Ordinal);

    private static bool IsHttp(Uri url) => string.Equals(url.Scheme, Uri.UriSchemeHttp, StringComparison.Ordinal);
}
