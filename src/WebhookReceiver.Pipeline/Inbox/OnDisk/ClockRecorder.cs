using WebhookReceiver.Scheduling;

namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>Records what the next run has to know of this one's clocks.</summary>
internal sealed class ClockRecorder(InboxClock time, KnownOutcomes known, LoopWake wake)
{
    /// <summary>Looks at all clocks and has that written: once a minute, so that a crash costs no more than the last minute.</summary>
    public void Record()
    {
        var now = time.Look();

        using (var locked = known.EnterState())
        {
            locked.Pending.Clock(now);
        }

        wake.Set();
    }
}
