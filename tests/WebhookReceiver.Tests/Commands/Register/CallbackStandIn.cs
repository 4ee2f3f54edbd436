using Microsoft.AspNetCore.Http;

namespace WebhookReceiver.Tests.Commands.Register;

/// <summary>A service that is not ready for the first calls, and then answers the handshake with the challenge.</summary>
internal sealed class CallbackStandIn(int unreadyFor) : StandIn
{
    private int calls;

    protected override Task<IResult> AnswerAsync(StandInCall call) =>
        Task.FromResult(Interlocked.Increment(ref calls) <= unreadyFor ? Results.StatusCode(503) : Results.Text(call.Query["hub.challenge"]));
}
