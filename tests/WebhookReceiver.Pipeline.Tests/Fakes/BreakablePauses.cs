using WebhookReceiver.Inbox;

namespace WebhookReceiver.Pipeline.Tests.Fakes;

/// <summary>Pauses that can be neither read nor written for as long as the test wants.</summary>
internal sealed class BreakablePauses : IHandlerPauses
{
    private readonly MemoryHandlerPauses pauses = new();
    private volatile bool isBroken;

    public bool IsBroken
    {
        get => isBroken;
        set => isBroken = value;
    }

    public ValueTask<IReadOnlyList<HandlerPause>> ReadAsync(CancellationToken cancellationToken = default) => Working.ReadAsync(cancellationToken);

    public ValueTask PauseAsync(HandlerPause pause, CancellationToken cancellationToken = default) => Working.PauseAsync(pause, cancellationToken);

    public ValueTask ResumeAsync(string handler, CancellationToken cancellationToken = default) => Working.ResumeAsync(handler, cancellationToken);

    private MemoryHandlerPauses Working => isBroken ? throw new IOException("the disk is gone") : pauses;
}
