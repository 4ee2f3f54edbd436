using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using WebhookReceiver.Endpoints;
using WebhookReceiver.Inbox;

namespace WebhookReceiver.Operators;

/// <summary>Admits requests with the key. There are no cookies, so another site's page in the operator's browser has no credentials to send.</summary>
internal static class OperationsGuard
{
    private const string Scheme = "Bearer ";
    private const string KeyHeader = "X-Api-Key";

    public static Task AnswerAsync(HttpContext context, RequestDelegate next)
    {
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        var key = context.RequestServices.GetRequiredService<OperationsKey>();

        if (!key.Exists)
        {
            return Problem.Of(
                StatusCodes.Status404NotFound,
                $"There is no key, so every request is refused: with Inbox:Store={context.RequestServices.GetRequiredService<ChosenStore>().Name} there is no folder to write one to. Set Operations:ApiKey.")
                .ExecuteAsync(context);
        }

        if (!key.Fits(Presented(context.Request)))
        {
            Refusals.EndConnection(context.Response);

            // The correct key is accepted whatever came before: see FailureLimit.
            if (context.RequestServices.GetRequiredService<KeyRefusals>().Refused(context) is { } wait)
            {
                context.Response.Headers.RetryAfter = wait.ToString(CultureInfo.InvariantCulture);
                return Problem.Of(StatusCodes.Status429TooManyRequests, detail: null).ExecuteAsync(context);
            }

            context.Response.Headers.WWWAuthenticate = "Bearer";
            return Problem.Of(StatusCodes.Status401Unauthorized, detail: null).ExecuteAsync(context);
        }

        context.Features.Get<IConnectionProofFeature>()?.Prove();

        if (!context.RequestServices.GetRequiredService<WhatsAppInbox>().IsOpen)
        {
            context.Response.Headers.RetryAfter = "5";
            return Problem.Of(StatusCodes.Status503ServiceUnavailable, "The inbox is being recovered, or the service is stopping.").ExecuteAsync(context);
        }

        return next(context);
    }

    private static string? Presented(HttpRequest request)
    {
        var authorization = request.Headers.Authorization;

        return authorization.Count is 1 && authorization[0] is { } value && value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            ? value[Scheme.Length..].Trim()
            : request.Headers[KeyHeader] is [{ } key] ? key : null;
    }
}
