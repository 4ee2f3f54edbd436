namespace WebhookReceiver.Inbox;

/// <summary>
/// The current dead letters. There may be a million, so no method returns all of them: a caller pages through them by id, which is the order in which they
/// became dead letters. Thread-safe; no lock is held between calls.
/// </summary>
internal interface IDeadLetters
{
    ValueTask<DeadLetterCounts> CountAsync(CancellationToken cancellationToken = default);

    /// <summary>The state of a dead letter, without reading it; null when none has that id.</summary>
    ValueTask<DeadLetterState?> FindAsync(Guid id, CancellationToken cancellationToken = default);

    /// <summary>The next entries in id order, without reading the dead letters.</summary>
    /// <param name="after">Continue after this id, which need not exist any longer. Null to start.</param>
    /// <param name="atMost">The maximum count. Fewer results mean that there are no more.</param>
    /// <param name="newestFirst">Whether to reverse the order.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    ValueTask<IReadOnlyList<DeadLetterEntry>> AfterAsync(Guid? after, int atMost, bool newestFirst = false, CancellationToken cancellationToken = default);

    /// <summary>
    /// The ids of the next dead letters with a replay in progress, in order. Only an empty result means that there are no more; a short one does not.
    /// </summary>
    /// <param name="after">Continue after this id, which need not exist any longer. Null to start.</param>
    /// <param name="atMost">The maximum count.</param>
    /// <param name="exceptHandlers">The names of handlers whose dead letters are left out; null to leave out none.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    ValueTask<IReadOnlyList<Guid>> ReplayingAfterAsync(
        Guid? after, int atMost, IReadOnlyCollection<string>? exceptHandlers = null, CancellationToken cancellationToken = default);

    /// <summary>Reads a dead letter with its body.</summary>
    ValueTask<DeadLetterReading> ReadAsync(Guid id, CancellationToken cancellationToken = default);

    /// <summary>
    /// Reads several, in the requested order and each when it is enumerated. Cheaper than one by one when they are stored next to each other.
    /// </summary>
    IAsyncEnumerable<DeadLetterReading> ReadAsync(IReadOnlyList<Guid> ids, CancellationToken cancellationToken = default);

    /// <summary>Removes those that exist. Takes effect immediately, and completes when the removal has been written.</summary>
    Task RemoveAsync(IReadOnlyList<Guid> ids, DeadLetterRemoval why, CancellationToken cancellationToken = default);

    /// <summary>
    /// Registers a callback that gets the id of a dead letter whenever its replay ends, for whatever reason: handled, failed or erased. It is called once per
    /// replay, after the end is visible: by then the dead letter may already be marked for its next replay. No lock is held during the call.
    /// </summary>
    void WhenReplayEnds(Action<Guid> call);

    /// <summary>
    /// Registers a callback for dead letters that another process marked for a replay, and that <see cref="ReplayingAfterAsync"/> returns from now on. Never called by a store
    /// that only one process uses.
    /// </summary>
    void WhenReplaysWait(Action call)
    {
    }
}
