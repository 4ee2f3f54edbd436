using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using WebhookReceiver.Deliveries;
using WebhookReceiver.Tracing;

namespace WebhookReceiver.Endpoints;

/// <summary>
/// Describes the framework's span of a POST, once its sender has proved who it is. The framework leaves it without a name and attributes. What strangers send stays like that, and is recognised by it.
/// </summary>
internal static class PostSpan
{
    /// <returns>The span of the request; null when nobody wants to know about it.</returns>
    public static Activity? Of(HttpContext context) =>
        Activity.Current is not null && context.Features.Get<IHttpActivityFeature>()?.Activity is { IsAllDataRequested: true } span ? span : null;

    /// <param name="span">The span, if there is one.</param>
    /// <param name="endpoint">The endpoint that was called.</param>
    /// <param name="delivery">The delivery.</param>
    /// <param name="statusCode">The answer.</param>
    public static void Describe(Activity? span, CallbackEndpoint endpoint, Delivery delivery, int statusCode)
    {
        if (span is null)
        {
            return;
        }

        span.DisplayName = $"POST {endpoint.Path}";
        span.SetTag("http.request.method", "POST");
        span.SetTag("http.route", endpoint.Path);
        span.SetTag("http.request.body.size", delivery.Body.Length);
        span.SetTag("http.response.status_code", statusCode);
        span.SetTag(ReceiverTraces.EndpointTag, endpoint.Name);
        span.SetTag(ReceiverTraces.DeliveryTag, delivery.Id.ToString());

        if (statusCode >= StatusCodes.Status500InternalServerError)
        {
            span.Fail("503");
        }
    }
}
