using Microsoft.AspNetCore.Http;

namespace WebhookReceiver.Operators;

/// <summary>
/// The cookie that carries the id of a session. No script can read it, no other site can send it, and it goes to <c>/api</c> only. Its name contains the port, because browsers do not keep
/// cookies of different ports of one host apart, and several receivers may be reached through tunnels on one machine.
/// </summary>
internal static class SessionCookie
{
    private const string Name = "whatsapp-console";

    public static string? Read(HttpRequest request) => request.Cookies[NameFor(request)] is { Length: > 0 } id ? id : null;

    public static void Write(HttpContext context, string id) =>
        context.Response.Cookies.Append(NameFor(context.Request), id, Options(context.Request, OperationsSessions.Lifetime));

    public static void Remove(HttpContext context) => context.Response.Cookies.Delete(NameFor(context.Request), Options(context.Request, maxAge: null));

    private static string NameFor(HttpRequest request) => request.Host.Port is { } port ? FormattableString.Invariant($"{Name}-{port}") : Name;

    private static CookieOptions Options(HttpRequest request, TimeSpan? maxAge) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,

        // Behind a proxy that ends TLS only the browser knows.
        Secure = request.IsHttps || RequestOrigin.IsHttps(request),
        Path = OperationsRouteExtensions.Path,
        MaxAge = maxAge,
        IsEssential = true,
    };
}
