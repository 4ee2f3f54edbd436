namespace WebhookReceiver.Inbox;

/// <summary>Recording outcomes one at a time, for what happens rarely.</summary>
internal static class OutcomesExtensions
{
    /// <inheritdoc cref="IOutcomes.RecordAsync"/>
    public static async ValueTask<bool> RecordAsync(this IOutcomes outcomes, Action<OutcomeBatch> add)
    {
        var batch = OutcomeBatch.Rent();
        add(batch);
        var isRecorded = await outcomes.RecordAsync(batch, CancellationToken.None);
        OutcomeBatch.Return(batch);
        return isRecorded;
    }
}
