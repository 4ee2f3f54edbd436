using System.Globalization;
using Microsoft.AspNetCore.Http;
using WebhookReceiver.Deliveries;
using WebhookReceiver.Inbox;
using WebhookReceiver.Observation;

namespace WebhookReceiver.Endpoints;

/// <summary>
/// Takes the POST: checks what the head presents as proof of the sender, and the length, reads the bytes, verifies their signature, hands them to the inbox, and answers 200 once they are stored. Nothing
/// here looks into the body, and nothing a stranger sends gets a 500.
/// </summary>
internal sealed class Door(BodyReader reader, IInbox inbox, RefusalLog refusals, ReceiverMetrics metrics, TimeProvider clock, NotificationTracing? tracing = null)
{
    private static readonly TimeSpan AbortPatience = TimeSpan.FromSeconds(1);
    private static readonly string RetryAfterSeconds = 5.ToString(CultureInfo.InvariantCulture);

    public async Task TakeAsync(CallbackEndpoint endpoint, HttpContext context)
    {
        try
        {
            await TryTakeAsync(endpoint, context);
        }
        catch (OutOfMemoryException) when (!context.Response.HasStarted)
        {
            // The server would answer 500 and log a stack trace for every such request. There may be memory for the next one.
            Refuse(endpoint, context, Refusal.OutOfMemoryBudget);
        }
    }

    private async Task TryTakeAsync(CallbackEndpoint endpoint, HttpContext context)
    {
        var began = metrics.IsAckMeasured || PostSpan.IsWanted ? clock.GetTimestamp() : (long?)null;
        var request = context.Request;

        var proof = endpoint.Secrets.Proof;

        if (proof.Read(request.Headers) is not { } claim)
        {
            Refuse(endpoint, context, proof.IsInHead ? Refusal.Credentials : Refusal.SignatureHeader);
            context.Response.Headers.WWWAuthenticate = proof.Challenge;
            return;
        }

        if (request.ContentLength > endpoint.MaxBodyBytes)
        {
            Refuse(endpoint, context, Refusal.TooLarge);
            return;
        }

        // Checked before the body is read, because a sender that is refused here need not send it.
        if (!inbox.IsAccepting)
        {
            Refuse(endpoint, context, Refusal.InboxFull);
            return;
        }

        using var body = proof.NewBody();

        if (await reader.ReadAsync(context, body, endpoint.MaxBodyBytes) is { } refusal)
        {
            Refuse(endpoint, context, refusal);

            if (refusal is Refusal.BodyAborted)
            {
                await LeaveAsync(context);
            }

            return;
        }

        if (body.Verify(claim) is not { } payload)
        {
            Refuse(endpoint, context, Refusal.Signature);
            return;
        }

        context.Features.Get<IConnectionProofFeature>()?.Prove();
        var now = clock.GetUtcNow();
        var span = began is { } arrived && PostSpan.IsWanted ? PostSpan.Begin(now - clock.GetElapsedTime(arrived), tracing) : null;
        var delivery = new Delivery(endpoint.Name, payload, now, endpoint.PhoneNumberId) { Trace = DeliveryTrace.Of(span) };

        // Not tied to the request: the body is stored whether or not the sender is still connected.
        if (!await inbox.AcceptAsync(delivery))
        {
            Refuse(endpoint, context, Refusal.InboxFull);
            PostSpan.End(span, endpoint, delivery, StatusCodes.Status503ServiceUnavailable);
            return;
        }

        var ended = clock.GetTimestamp();
        endpoint.Accepted.Add(ended);
        metrics.DeliveryAccepted(endpoint.Name);
        PostSpan.End(span, endpoint, delivery, StatusCodes.Status200OK);
        context.Response.ContentLength = 0;

        if (began is { } start)
        {
            metrics.DeliveryAnswered(endpoint.Name, clock.GetElapsedTime(start, ended));
        }
    }

    /// <summary>
    /// There is nobody left to answer. Without this the server would look for the rest of the body, not find it, and log an error.
    /// </summary>
    private async Task LeaveAsync(HttpContext context)
    {
        context.Abort();
        await Task.Delay(AbortPatience, clock, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private void Refuse(CallbackEndpoint endpoint, HttpContext context, Refusal refusal)
    {
        refusals.Refused(endpoint.Name, refusal, context);
        var response = context.Response;
        response.StatusCode = refusal.StatusCode();

        if (response.StatusCode is StatusCodes.Status503ServiceUnavailable)
        {
            response.Headers.RetryAfter = RetryAfterSeconds;

            if (context.Features.Get<IConnectionProofFeature>() is { IsProven: true })
            {
                // Meta's own connection, on which it will send again.
                return;
            }
        }

        Refusals.EndConnection(response);
    }
}
