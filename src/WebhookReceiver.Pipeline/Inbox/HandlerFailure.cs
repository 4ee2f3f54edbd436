using System.Runtime.InteropServices;

namespace WebhookReceiver.Inbox;

/// <summary>A failed call of a handler that is to be repeated. Kept in as few bytes as possible: a million of them may wait.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct HandlerFailure
{
    private readonly long firstAt;
    private readonly long at;
    private readonly long dueAt;

    /// <param name="attempts">How often the handler has been called for the event, this call included.</param>
    /// <param name="firstAt">When it was called first.</param>
    /// <param name="at">When this call ended.</param>
    /// <param name="dueAt">When it is to be called again, by the wall clock. A reader after a restart must not trust that clock blindly.</param>
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
