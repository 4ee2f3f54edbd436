using WebhookReceiver.Inbox;

namespace WebhookReceiver.Pipeline.Tests.Fakes;

/// <summary>Dead letters that can be read and not removed.</summary>
internal sealed class UnwritableDeadLetters(IDeadLetters inner) : LaterDeadLetters(inner)
{
    public override Task RemoveAsync(IReadOnlyList<Guid> ids, DeadLetterRemoval why, CancellationToken cancellationToken = default) => throw new IOException("the disk is gone");
}
