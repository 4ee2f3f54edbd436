using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using WebhookReceiver.Endpoints;
using WebhookReceiver.Observation;
using WebhookReceiver.Senders;

namespace WebhookReceiver;

/// <summary>Refuses requests to paths that do not exist.</summary>
public static class UnknownPathExtensions
{
    /// <summary>
    /// Answers 404, and counts and logs the request with the sender's address, as the receiver does with its own refusals. For the end of an application's pipeline:
    /// <c>app.MapFallback(static context => context.RefuseUnknownPath())</c>.
    /// </summary>
    /// <param name="context">The request.</param>
    /// <returns>A task that has completed.</returns>
    /// <exception cref="InvalidOperationException"><c>AddWhatsAppWebhooks</c> was not called.</exception>
    public static Task RefuseUnknownPath(this HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        Refuse(context, StrayRequest.UnknownPath, StatusCodes.Status404NotFound);
        return Task.CompletedTask;
    }

    internal static void Refuse(HttpContext context, StrayRequest reason, int statusCode)
    {
        var services = context.RequestServices;
        services.GetRequiredService<StrayLog>().Refused(reason, statusCode, services.GetRequiredService<SenderAddresses>().Of(context));
        context.Response.StatusCode = statusCode;
        Refusals.EndConnection(context.Response);
    }
}
