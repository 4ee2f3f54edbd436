namespace WebhookReceiver.Inbox;

/// <summary>Records single outcomes, for rare cases.</summary>
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
