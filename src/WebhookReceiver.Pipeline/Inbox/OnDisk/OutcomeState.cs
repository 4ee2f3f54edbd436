namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>
/// The state of events and dead letters: the same whether just recorded or read from the journal. Not thread-safe; guarded by its owner's lock.
/// </summary>
internal sealed class OutcomeState(HandledKeys keys)
{
    private readonly Dictionary<EventId, (EventProgress Progress, uint Since)> progress = [];
    private readonly HashSet<EventId> earlier = [];
    private readonly Dictionary<Guid, HeldDeadLetter> held = [];
    private long lastVersion;

    /// <summary>The last reading of the clocks.</summary>
    public ClockRecord? Clock { get; set; }

    /// <summary>How many events were begun and are not settled.</summary>
    public int Unsettled => progress.Count;

    /// <summary>When the oldest of them was begun, in seconds of inbox time; the maximum value when there is none.</summary>
    public uint OldestUnsettled => progress.Values.Select(static begun => begun.Since).DefaultIfEmpty(uint.MaxValue).Min();

    /// <summary>The dead letters.</summary>
    public DeadLetterIndex DeadLetters { get; } = new();

    public TimeSpan? SettledFor(EventId id) => keys.AgeOf(id);

    public EventProgress? ProgressOf(EventId id) => progress.GetValueOrDefault(id).Progress;

    /// <summary>A dead letter that is not durable yet.</summary>
    public HeldDeadLetter? HeldOf(Guid id) => held.GetValueOrDefault(id);

    /// <summary>Starts a run: everything begun and not settled was begun by an earlier run.</summary>
    public void BeginLife() => earlier.UnionWith(progress.Keys);

    /// <summary>
    /// Forgets the progress of events that an earlier run began and that nobody has resumed. Called when nobody can resume them any longer: when no delivery of
    /// an earlier run is open, and no dead letter is being replayed as a whole event.
    /// </summary>
    /// <param name="until">Events begun later are kept; in seconds of inbox time.</param>
    /// <returns>How many were forgotten.</returns>
    public int ForgetUnclaimed(long until)
    {
        var unclaimed = earlier.Where(id => progress[id].Since <= until).ToList();

        foreach (var id in unclaimed)
        {
            progress.Remove(id);
            earlier.Remove(id);
        }

        return unclaimed.Count;
    }

    /// <summary>The progress of an event for which an attempt is about to begin.</summary>
    /// <param name="id">The event.</param>
    /// <param name="time">When, in seconds of inbox time.</param>
    public EventProgress Open(EventId id, uint time)
    {
        if (!progress.TryGetValue(id, out var begun))
        {
            progress.Add(id, begun = (new EventProgress(), time));
        }

        earlier.Remove(id);
        return begun.Progress;
    }

    /// <summary>The progress of an event for which another attempt is read back: within one run each attempt ends before the next begins.</summary>
    public EventProgress OpenAgain(EventId id, uint time)
    {
        var begun = Open(id, time);
        begun.EndedByDeath();
        return begun;
    }

    public void AttemptSuspended(EventId id) => ProgressOf(id)?.Suspended();

    public void AttemptEnded(EventId id) => ProgressOf(id)?.Ended();

    public void HandlerWanted(EventId id, string handler) => ProgressOf(id)?.Wanted(handler);

    public void HandlerNotWanted(EventId id, string handler) => ProgressOf(id)?.NotWanted(handler);

    /// <summary>Everything has been read back: an attempt that has not ended died with its process.</summary>
    public void ProcessDied()
    {
        foreach (var (begun, _) in progress.Values)
        {
            begun.EndedByDeath();
        }
    }

    public void HandlerSucceeded(EventId id, string handler) => ProgressOf(id)?.Finished(handler);

    public void HandlerFailed(EventId id, string handler, HandlerFailure failure) => ProgressOf(id)?.Failed(handler, failure);

    /// <param name="id">The event.</param>
    /// <param name="time">When, in seconds of inbox time; null when the key is already known.</param>
    public void EventSettled(EventId id, uint? time)
    {
        progress.Remove(id);
        earlier.Remove(id);

        if (time is { } seconds)
        {
            keys.Add(id, seconds);
        }
    }

    /// <summary>Sets a dead letter that is not on disk yet. It is kept in memory until <see cref="Written"/> reports this version of it as durable.</summary>
    /// <param name="deadLetter">The dead letter, for which <see cref="IsWanted"/> is true.</param>
    /// <param name="body">The notification with its event.</param>
    /// <param name="version">Distinguishes this state of it from earlier and later ones.</param>
    public void DeadLettered(DeadLetter deadLetter, ReadOnlyMemory<byte> body, long version)
    {
        held[deadLetter.Id] = new HeldDeadLetter(deadLetter, body, version);
        DeadLetters.Set(DeadLetterEntry.Of(deadLetter), location: null);
        Finished(deadLetter);
    }

    /// <summary>A replayed dead letter replaces itself. If it has been erased in the meantime, it must not come back.</summary>
    public bool IsWanted(DeadLetter deadLetter) => deadLetter.Replays is 0 || DeadLetters.Contains(deadLetter.Id);

    public long NextVersion() => ++lastVersion;

    /// <summary>Sets a dead letter that was found on disk.</summary>
    public void DeadLettered(DeadLetter deadLetter, DeadLetterLocation location)
    {
        DeadLetters.Set(DeadLetterEntry.Of(deadLetter), location);
        Finished(deadLetter);
    }

    public bool DeadLetterRemoved(Guid deadLetter)
    {
        held.Remove(deadLetter);
        ReplayEnded(deadLetter);
        return DeadLetters.Remove(deadLetter);
    }

    private void ReplayEnded(Guid deadLetter)
    {
        progress.Remove(EventId.OfReplay(deadLetter));
        earlier.Remove(EventId.OfReplay(deadLetter));
    }

    /// <summary>Records that a dead letter is durable and need not be kept in memory.</summary>
    /// <param name="deadLetter">The id of the dead letter.</param>
    /// <param name="version">The version that is durable. A later version, if any, will be written as well.</param>
    /// <param name="location">Where it is stored.</param>
    public void Written(Guid deadLetter, long version, DeadLetterLocation location)
    {
        if (held.TryGetValue(deadLetter, out var kept))
        {
            if (kept.Version != version)
            {
                return;
            }

            held.Remove(deadLetter);
        }

        DeadLetters.Move(deadLetter, location);
    }

    /// <summary>For an event that is still being handled, marks this handler as finished.</summary>
    private void Finished(DeadLetter deadLetter)
    {
        if (!deadLetter.IsReplaying)
        {
            ReplayEnded(deadLetter.Id);
        }

        if (deadLetter.Handler is { } handler)
        {
            ProgressOf(EventId.Of(deadLetter.Endpoint, deadLetter.Key))?.Finished(handler);
        }
    }
}

/// <summary>A dead letter that is not durable yet.</summary>
/// <param name="DeadLetter">The dead letter.</param>
/// <param name="Body">The notification with its event.</param>
/// <param name="Version">A counter over the states of all dead letters.</param>
internal sealed record HeldDeadLetter(DeadLetter DeadLetter, ReadOnlyMemory<byte> Body, long Version);
