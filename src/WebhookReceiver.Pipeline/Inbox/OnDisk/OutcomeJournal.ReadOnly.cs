namespace WebhookReceiver.Inbox.OnDisk;

/// <content>A journal that is only looked at.</content>
internal sealed partial class OutcomeJournal
{
    /// <summary>Shows what recovery has found, and writes nothing: nothing may be said to it after this.</summary>
    public void Show(RecoveredOutcomes recovered)
    {
        lock (gate)
        {
            state = recovered.State;
        }
    }
}
