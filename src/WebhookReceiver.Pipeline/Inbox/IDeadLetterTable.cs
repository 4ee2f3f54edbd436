namespace WebhookReceiver.Inbox;

/// <summary>
/// The dead letters of a store whose index is entirely in this process; <see cref="LocalDeadLetters"/> adapts it to <see cref="IDeadLetters"/>. Thread-safe; no
/// lock is held between calls.
/// </summary>
internal interface IDeadLetterTable
{
    int Count { get; }

    /// <summary>How many have a replay in progress.</summary>
    int Replaying { get; }

    bool Contains(Guid id);

    /// <summary>Whether the dead letter with that id exists and has a replay in progress.</summary>
    bool IsReplaying(Guid id);

    /// <summary>The next entries in id order, without reading the dead letters.</summary>
    /// <param name="after">Continue after this id, which need not exist any longer. Null to start.</param>
    /// <param name="atMost">The maximum count. Fewer results mean that there are no more.</param>
    /// <param name="newestFirst">Whether to reverse the order.</param>
    IReadOnlyList<DeadLetterEntry> After(Guid? after, int atMost, bool newestFirst = false);

    /// <summary>
    /// The ids of the next dead letters with a replay in progress, in order. Only an empty result means that there are no more; a short one does not.
    /// </summary>
    /// <param name="after">Continue after this id, which need not exist any longer. Null to start.</param>
    /// <param name="atMost">The maximum count.</param>
    /// <param name="exceptHandlers">The names of handlers whose dead letters are left out; null to leave out none.</param>
    IReadOnlyList<Guid> ReplayingAfter(Guid? after, int atMost, IReadOnlyCollection<string>? exceptHandlers = null);

    /// <summary>Reads a dead letter with its body.</summary>
    DeadLetterReading Read(Guid id);

    /// <summary>Reads several, each when it is enumerated. Cheaper than one by one when they are stored next to each other.</summary>
    IEnumerable<DeadLetterReading> Read(IReadOnlyList<Guid> ids);

    /// <summary>
    /// Registers a callback that gets the id of a dead letter whenever its replay ends, for whatever reason: handled, failed or erased. It is called once per
    /// replay, after the end is visible: by then the dead letter may already be marked for its next replay. No lock is held during the call.
    /// </summary>
    void WhenReplayEnds(Action<Guid> call);
}
