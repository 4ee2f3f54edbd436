namespace WebhookReceiver.Operations.WebConsole;

/// <summary>
/// Maps <c>/console</c>: one page for every address below it, and its files. They contain no data, so they need no key; everything that the page shows comes from <c>/api</c>.
/// </summary>
internal static class ConsoleEndpoints
{
    public const string Path = "/console";
    public const string AssetsPath = "/console/assets";

    /// <summary>Only files of this listener, no inline script or style, and no way to make markup from text: what customers wrote is hostile input.</summary>
    private const string ContentPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'";

    private const string ForEver = "public, max-age=31536000, immutable";
    private const string Never = "no-store";

    public static void MapConsole(this WebApplication app)
    {
        app.MapGet(Path, WritePageAsync).ExcludeFromDescription();
        app.MapGet($"{Path}/{{**view}}", WritePageAsync).ExcludeFromDescription();
        app.MapGet($"{AssetsPath}/{{version}}/{{**name}}", WriteFileAsync).ExcludeFromDescription();
    }

    private static Task WritePageAsync(HttpContext context, ConsoleAssets assets) => WriteAsync(context.Response, assets.Page, "text/html; charset=utf-8", Never);

    private static Task WriteFileAsync(HttpContext context, ConsoleAssets assets, string version, string name)
    {
        if (assets.Find(version, name) is { } content)
        {
            return WriteAsync(context.Response, content, TypeOf(name), ForEver);
        }

        // A page of an earlier version asks for its own files; a browser must not keep this answer.
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        context.Response.Headers.CacheControl = Never;
        return Task.CompletedTask;
    }

    private static Task WriteAsync(HttpResponse response, byte[] content, string type, string caching)
    {
        response.Headers.ContentSecurityPolicy = ContentPolicy;
        response.Headers.CacheControl = caching;
        response.ContentType = type;
        response.ContentLength = content.Length;
        return response.Body.WriteAsync(content).AsTask();
    }

    private static string TypeOf(string name) => System.IO.Path.GetExtension(name) switch
    {
        ".js" => "text/javascript; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".svg" => "image/svg+xml",
        _ => "application/octet-stream",
    };
}
