namespace WebhookReceiver.Inbox;

/// <summary>The dead letters of a store whose index is entirely in this process: every lookup completes synchronously.</summary>
internal sealed class LocalDeadLetters(IDeadLetterTable table, IOutcomes outcomes) : IDeadLetters
{
    public ValueTask<DeadLetterCounts> CountAsync(CancellationToken cancellationToken = default) => new(new DeadLetterCounts(table.Count, table.Replaying));

    public ValueTask<DeadLetterState?> FindAsync(Guid id, CancellationToken cancellationToken = default) =>
        new(!table.Contains(id) ? null : table.IsReplaying(id) ? DeadLetterState.Replaying : DeadLetterState.Idle);

    public ValueTask<IReadOnlyList<DeadLetterEntry>> AfterAsync(Guid? after, int atMost, bool newestFirst = false, CancellationToken cancellationToken = default) =>
        new(table.After(after, atMost, newestFirst));

    public ValueTask<IReadOnlyList<Guid>> ReplayingAfterAsync(
        Guid? after, int atMost, IReadOnlyCollection<string>? exceptHandlers = null, CancellationToken cancellationToken = default) =>
        new(table.ReplayingAfter(after, atMost, exceptHandlers));

    public ValueTask<DeadLetterReading> ReadAsync(Guid id, CancellationToken cancellationToken = default) => new(table.Read(id));

    public IAsyncEnumerable<DeadLetterReading> ReadAsync(IReadOnlyList<Guid> ids, CancellationToken cancellationToken = default) => table.Read(ids).ToAsyncEnumerable();

    public async Task RemoveAsync(IReadOnlyList<Guid> ids, DeadLetterRemoval why, CancellationToken cancellationToken = default)
    {
        var removed = new OutcomeBatch();

        foreach (var id in ids)
        {
            removed.DeadLetterRemoved(id, why);
        }

        await outcomes.RecordAsync(removed, cancellationToken);
        await outcomes.FlushAsync(cancellationToken);
    }

    public void WhenReplayEnds(Action<Guid> call) => table.WhenReplayEnds(call);
}
