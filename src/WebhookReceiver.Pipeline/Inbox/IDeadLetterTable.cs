namespace WebhookReceiver.Inbox;

/// <summary>
/// The dead letters of a store that knows all of them in this process: what <see cref="LocalDeadLetters"/> makes <see cref="IDeadLetters"/> of. From any thread; no lock is held
/// between two calls.
/// </summary>
internal interface IDeadLetterTable
{
    int Count { get; }

    /// <summary>How many are to be given to their handlers again.</summary>
    int Replaying { get; }

    bool Contains(Guid id);

    /// <summary>Whether there is one of that id that is to be given to its handler again.</summary>
    bool IsReplaying(Guid id);

    /// <summary>What is known of the next ones without reading them, in the order of their ids.</summary>
    /// <param name="after">Where to go on: behind this id, which need not exist any more. Null to begin.</param>
    /// <param name="atMost">How many at most. Fewer than that means that there are no more.</param>
    /// <param name="newestFirst">Whether the order is reversed.</param>
    IReadOnlyList<DeadLetterEntry> After(Guid? after, int atMost, bool newestFirst = false);

    /// <summary>The ids of the next ones that are to be given to their handlers again, in order. Fewer than wanted does not mean that there are no more; none does.</summary>
    IReadOnlyList<Guid> ReplayingAfter(Guid? after, int atMost);

    /// <summary>Reads a dead letter with its body.</summary>
    DeadLetterReading Read(Guid id);

    /// <summary>Reads several, each when it is asked for. Cheaper than one by one where they stand side by side.</summary>
    IEnumerable<DeadLetterReading> Read(IReadOnlyList<Guid> ids);

    /// <summary>
    /// Has this called with the id of a dead letter whenever its replay has ended, however that came: handled, failed, erased. Once for each replay, and after the end can be
    /// seen: by then the dead letter may be marked for its next replay. No lock is held then.
    /// </summary>
    void WhenReplayEnds(Action<Guid> call);
}
