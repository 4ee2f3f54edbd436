namespace WebhookReceiver.Inbox;

/// <summary>
/// The dead letters that there are now. There may be a million, so nothing returns all of them: a caller walks through them in portions, by id, which is the order in which
/// they became dead letters. From any thread; no lock is held between two calls.
/// </summary>
internal interface IDeadLetters
{
    ValueTask<DeadLetterCounts> CountAsync(CancellationToken cancellationToken = default);

    /// <summary>What is known of one without reading it; null when there is none of that id.</summary>
    ValueTask<DeadLetterState?> FindAsync(Guid id, CancellationToken cancellationToken = default);

    /// <summary>What is known of the next ones without reading them, in the order of their ids.</summary>
    /// <param name="after">Where to go on: behind this id, which need not exist any more. Null to begin.</param>
    /// <param name="atMost">How many at most. Fewer than that means that there are no more.</param>
    /// <param name="newestFirst">Whether the order is reversed.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    ValueTask<IReadOnlyList<DeadLetterEntry>> AfterAsync(Guid? after, int atMost, bool newestFirst = false, CancellationToken cancellationToken = default);

    /// <summary>The ids of the next ones that are to be given to their handlers again, in order. Fewer than wanted does not mean that there are no more; none does.</summary>
    ValueTask<IReadOnlyList<Guid>> ReplayingAfterAsync(Guid? after, int atMost, CancellationToken cancellationToken = default);

    /// <summary>Reads a dead letter with its body.</summary>
    ValueTask<DeadLetterReading> ReadAsync(Guid id, CancellationToken cancellationToken = default);

    /// <summary>Reads several, in the order in which they are asked for and each when it is come to. Cheaper than one by one where they are kept side by side.</summary>
    IAsyncEnumerable<DeadLetterReading> ReadAsync(IReadOnlyList<Guid> ids, CancellationToken cancellationToken = default);

    /// <summary>Removes those that there are. Takes effect at once, and completes when it has been written.</summary>
    Task RemoveAsync(IReadOnlyList<Guid> ids, DeadLetterRemoval why, CancellationToken cancellationToken = default);

    /// <summary>
    /// Has this called with the id of a dead letter whenever its replay has ended, however that came: handled, failed, erased. Once for each replay, and after the end can be
    /// seen: by then the dead letter may be marked for its next replay. No lock is held then.
    /// </summary>
    void WhenReplayEnds(Action<Guid> call);
}
