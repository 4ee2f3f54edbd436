namespace WebhookReceiver.Operations;

/// <summary>The first step for every request to the operations listener: its <c>Host</c> must be expected, and its answer restricts what browsers may do with it.</summary>
internal sealed class OperationsEntrance(ExpectedHosts hosts)
{
    /// <summary>Swagger UI sets styles from script and has images in its style sheet; everything comes from this listener, and there are no inline scripts.</summary>
    private const string ContentPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>Writes the headers that every answer has.</summary>
    /// <returns>False when the request must be refused.</returns>
    public bool IsPassed(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers.ContentSecurityPolicy = ContentPolicy;
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";

        return hosts.Contains(context.Request.Host);
    }

    public static Task RefuseAsync(HttpContext context)
    {
        // The receiver closes the connection after every refusal, so this does, too.
        context.Response.Headers.Connection = "close";

        return Results
            .Problem($"This host name is not allowed here; if it is yours, add it to {ExpectedHosts.Key}.", statusCode: StatusCodes.Status421MisdirectedRequest)
            .ExecuteAsync(context);
    }
}
