using System.Diagnostics.CodeAnalysis;

namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>
/// What is known of events and dead letters, and the records of it that are not written yet. Owns the state lock: memory and records change together or not at all, so
/// a record is always written in the order in which it took effect.
/// </summary>
/// <remarks>
/// The lock order: the writing lock of <see cref="OutcomeWriter"/> before this one, where both are needed. No outcome is written and no dead
/// letter read while this one is held; only files of keys are looked into and deleted.
/// </remarks>
internal sealed class KnownOutcomes(HandledKeys keys)
{
    private readonly Lock gate = new();
    private readonly HandledKeys keys = keys;
    private OutcomeState state = new(keys);

    // Recorded and not taken yet; and its double, which is being written.
    private OutcomeRecords pending = new();
    private OutcomeRecords taken = new();
    private volatile bool isBeingWritten;

    /// <summary>Whether the calling thread holds the state lock.</summary>
    public bool IsHeld => gate.IsHeldByCurrentThread;

    /// <summary>Whether something was recorded that is not written yet, also when another thread is writing it now.</summary>
    public bool HasUnwritten
    {
        get
        {
            lock (gate)
            {
                return !pending.IsEmpty || isBeingWritten;
            }
        }
    }

    /// <summary>Takes the state lock, which the result holds until it is disposed: there is no other way to what it guards.</summary>
    public Locked EnterState() => new(this);

    /// <summary>Goes on from what recovery has found.</summary>
    public void Begin(OutcomeState recovered)
    {
        lock (gate)
        {
            state = recovered;
            state.BeginLife();
        }
    }

    /// <summary>Has what recovery has found looked at, in a process that changes nothing.</summary>
    public void Show(OutcomeState recovered)
    {
        using var locked = EnterState();
        state = recovered;
    }

    /// <summary>Takes all that was recorded and not taken yet, for the caller to write. Only under the writing lock, and no second time before <see cref="Written"/>.</summary>
    /// <param name="settingKeysAside">Whether the keys of what was recorded so far are set aside with it, and those of nothing that comes later.</param>
    /// <returns>Null when there is nothing.</returns>
    public OutcomeRecords? Take(bool settingKeysAside)
    {
        lock (gate)
        {
            if (settingKeysAside)
            {
                keys.SetAside();
            }

            if (pending.IsEmpty)
            {
                return null;
            }

            (pending, taken) = (taken, pending);
            isBeingWritten = true;
            return taken;
        }
    }

    /// <summary>The attempt to write what was taken has ended. Where it has failed, that must be visible before this is called.</summary>
    public void Written()
    {
        taken.Clear();
        isBeingWritten = false;
    }

    /// <summary>What the state lock guards, for as long as it is held.</summary>
    internal ref struct Locked(KnownOutcomes known)
    {
        [SuppressMessage("Usage", "CA2213:Disposable fields should be disposed", Justification = "It is, but the rule does not look into a ref struct.")]
        private Lock.Scope scope = known.gate.EnterScope();

        public readonly OutcomeState State => known.state;

        public readonly OutcomeRecords Pending => known.pending;

        public readonly HandledKeys Keys => known.keys;

        public void Dispose() => scope.Dispose();
    }
}
