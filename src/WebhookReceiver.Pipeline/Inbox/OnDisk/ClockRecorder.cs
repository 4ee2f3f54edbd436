using WebhookReceiver.Scheduling;

namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>Records what the next run needs to know about this run's clocks.</summary>
internal sealed class ClockRecorder(InboxClock time, KnownOutcomes known, LoopWake wake)
{
    /// <summary>Reads all clocks and records the reading: once a minute, so that a crash costs at most the last minute.</summary>
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
