namespace WebhookReceiver.Operations;

/// <summary>
/// Gives every error of the operations listener a body that says what it is, as <c>application/problem+json</c>: also those of routing, which has none, and an exception that no route expected.
/// </summary>
internal sealed partial class OperationsProblems(ILogger<OperationsProblems> logger)
{
    public async Task AnswerAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (BadHttpRequestException exception) when (!context.Response.HasStarted)
        {
            context.Response.StatusCode = exception.StatusCode;
            context.Response.Headers.Connection = "close";
        }
        catch (Exception exception) when (!context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested)
        {
            RequestFailed(logger, context.GetEndpoint()?.DisplayName, exception);
            await WriteAsync(context, StatusCodes.Status500InternalServerError, "The log of the service says what happened.");
            return;
        }

        if (context.Response is { StatusCode: >= StatusCodes.Status400BadRequest, HasStarted: false, ContentType: null, ContentLength: null or 0 })
        {
            await WriteAsync(context, context.Response.StatusCode, detail: null);
        }
    }

    private static Task WriteAsync(HttpContext context, int status, string? detail)
    {
        // What the route had said about a body that it did not write.
        context.Response.ContentType = null;
        context.Response.ContentLength = null;
        return Results.Problem(detail, statusCode: status).ExecuteAsync(context);
    }

    [LoggerMessage(1030, LogLevel.Error, "A request to {Route} on the operations listener failed")]
    private static partial void RequestFailed(ILogger logger, string? route, Exception exception);
}
