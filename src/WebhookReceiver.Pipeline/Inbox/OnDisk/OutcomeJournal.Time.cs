namespace WebhookReceiver.Inbox.OnDisk;

/// <content>The keeping of time: what the next run has to know of this one's clocks.</content>
internal sealed partial class OutcomeJournal
{
    /// <summary>In seconds of inbox time.</summary>
    private uint Now => time.Seconds;

    /// <summary>Looks at all clocks and has that written: once a minute, so that a crash costs no more than the last minute.</summary>
    public void KeepTime()
    {
        var now = time.Look();

        lock (gate)
        {
            pending.Clock(now);
        }

        wake.Set();
    }

    /// <summary>A letter ages from when it became one, or from when a replay of it failed; marking it for a replay changes nothing about that.</summary>
    private DeadLetter Dated(DeadLetter letter) => letter is { IsReplaying: true, KeptSince: not null } ? letter : letter with { KeptSince = time.Now };
}
