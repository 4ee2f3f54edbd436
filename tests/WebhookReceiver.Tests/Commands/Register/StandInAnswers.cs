using Microsoft.AspNetCore.Http;

namespace WebhookReceiver.Tests.Commands.Register;

/// <summary>Answers that any service, or something in between, may give.</summary>
internal static class StandInAnswers
{
    public static IResult Page { get; } = Results.Content("<html><title>Sign in</title></html>", "text/html");

    public static IResult Status(int status, object? body = null, params (string Name, string Value)[] headers) => new WithHeaders(
        body is null ? Results.StatusCode(status) : Results.Json(body, statusCode: status), headers);

    /// <summary>No answer until the caller gives up.</summary>
    public static IResult Silence { get; } = new Silent();

    /// <summary>More than any answer of an API.</summary>
    public static IResult Flood { get; } = Results.Text(new string('x', 2 * 1024 * 1024));

    /// <summary>A closed connection.</summary>
    public static IResult HangUp { get; } = new Aborted();

    private sealed class Aborted : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Abort();
            return Task.CompletedTask;
        }
    }

    private sealed class WithHeaders(IResult inner, (string Name, string Value)[] headers) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            foreach (var (name, value) in headers)
            {
                httpContext.Response.Headers[name] = value;
            }

            return inner.ExecuteAsync(httpContext);
        }
    }

    private sealed class Silent : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            try
            {
                await Task.Delay(Timeout.Infinite, httpContext.RequestAborted);
            }
            catch (OperationCanceledException)
            {
                // The caller gave up.
            }
        }
    }
}
