namespace WebhookReceiver.Operations;

/// <summary>What every request to the operations listener passes first: its <c>Host</c> must be expected, and its answer tells browsers how little may be done with it.</summary>
internal sealed class OperationsEntrance(ExpectedHosts hosts)
{
    /// <summary>Swagger UI sets styles by script and has its pictures in the style sheet; everything is of this listener, and no script stands in a page.</summary>
    private const string ContentPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>Writes the headers that every answer has.</summary>
    /// <returns>False: the request is to be refused.</returns>
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
        // As the receiver ends the connection of everything that it refuses.
        context.Response.Headers.Connection = "close";

        return Results
            .Problem($"This host name is not expected here; if it is yours, add it to {ExpectedHosts.Key}.", statusCode: StatusCodes.Status421MisdirectedRequest)
            .ExecuteAsync(context);
    }
}
