using System.Runtime.InteropServices;

namespace WebhookReceiver.Inbox;

/// <summary>A failed handler call that will be retried. Stored in as few bytes as possible: there may be a million of them.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct HandlerFailure
{
    private readonly long firstAt;
    private readonly long at;
    private readonly long dueAt;

    /// <param name="attempts">How many times the handler has been called for the event, including this call.</param>
    /// <param name="firstAt">When it was first called.</param>
    /// <param name="at">When this call ended.</param>
    /// <param name="dueAt">When the retry is due, by the wall clock. A reader after a restart must not trust that clock blindly.</param>
    public HandlerFailure(int attempts, DateTimeOffset firstAt, DateTimeOffset at, DateTimeOffset dueAt)
    {
        Attempts = attempts;
        this.firstAt = firstAt.UtcTicks;
        this.at = at.UtcTicks;
        this.dueAt = dueAt.UtcTicks;
    }

    public int Attempts { get; }

    public DateTimeOffset FirstAt => new(firstAt, TimeSpan.Zero);

    public DateTimeOffset At => new(at, TimeSpan.Zero);

    public DateTimeOffset DueAt => new(dueAt, TimeSpan.Zero);
}
