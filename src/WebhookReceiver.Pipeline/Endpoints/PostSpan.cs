using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using WebhookReceiver.Deliveries;
using WebhookReceiver.Tracing;

namespace WebhookReceiver.Endpoints;

/// <summary>
/// The span of a POST whose sender has proved who it is. It begins a trace of its own, whatever the request says, so that nobody outside joins one or decides what is recorded. The framework's span of
/// the request is linked, where something listens to that. It is never the current span, so nothing that the request causes pays for it.
/// </summary>
internal static class PostSpan
{
    /// <summary>Whether somebody may want one.</summary>
    public static bool IsWanted => ReceiverTraces.Source.HasListeners();

    /// <param name="at">When the door got the request.</param>
    /// <param name="tracing">Chooses before a listener is asked; null where nobody does.</param>
    /// <returns>Null when nobody listens, or nobody wants to see this request.</returns>
    public static Activity? Begin(DateTimeOffset at, NotificationTracing? tracing)
    {
        if (!IsChosen(tracing))
        {
            return null;
        }

        var outer = Activity.Current;

        try
        {
            ActivityLink[]? links = outer is null ? null : [new ActivityLink(outer.Context)];

            // Without a current span it begins a new trace.
            Activity.Current = null;

            if (ReceiverTraces.Source.CreateActivity(NotificationTracing.Notification, ActivityKind.Server, parentContext: default, tags: null, links) is not { IsAllDataRequested: true } span)
            {
                return null;
            }

            span.SetStartTime(at.UtcDateTime);
            return span.Start();
        }
        catch (Exception)
        {
            // Listeners are the user's code. One that fails must not keep a notification from being taken.
            return null;
        }
        finally
        {
            Activity.Current = outer;
        }
    }

    /// <param name="span">The span, if there is one.</param>
    /// <param name="endpoint">The endpoint that was called.</param>
    /// <param name="delivery">The delivery.</param>
    /// <param name="statusCode">The answer.</param>
    public static void End(Activity? span, CallbackEndpoint endpoint, Delivery delivery, int statusCode)
    {
        if (span is null)
        {
            return;
        }

        span.DisplayName = $"{HttpMethods.Post} {endpoint.Path}";
        span.SetTag("http.request.method", HttpMethods.Post);
        span.SetTag("http.route", endpoint.Path);
        span.SetTag("http.request.body.size", delivery.Body.Length);
        span.SetTag("http.response.status_code", statusCode);
        span.SetTag(ReceiverTraces.EndpointTag, endpoint.Name);
        span.SetTag(ReceiverTraces.DeliveryTag, delivery.Id.ToString());

        if (statusCode >= StatusCodes.Status500InternalServerError)
        {
            span.Fail("503");
        }

        span.End();
    }

    private static bool IsChosen(NotificationTracing? tracing)
    {
        try
        {
            return tracing?.TryChoose() is not false;
        }
        catch (Exception)
        {
            // It is the user's code, like the listeners.
            return false;
        }
    }
}
