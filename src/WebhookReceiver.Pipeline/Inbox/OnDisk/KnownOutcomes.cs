using System.Diagnostics.CodeAnalysis;

namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>
/// The known state of events and dead letters, and the records of it that are not written yet. Owns the state lock: memory and records change together or not
/// at all, so records are always written in the order in which they took effect.
/// </summary>
/// <remarks>
/// The lock order: the writing lock of <see cref="OutcomeWriter"/> before this one when both are needed. No outcome is written and no dead letter is read from
/// disk while this one is held; only key files are read and deleted.
/// </remarks>
internal sealed class KnownOutcomes(HandledKeys keys)
{
    private readonly Lock gate = new();
    private readonly HandledKeys keys = keys;
    private OutcomeState state = new(keys);

    // Recorded but not taken yet; the second buffer is the one being written.
    private OutcomeRecords pending = new();
    private OutcomeRecords taken = new();
    private volatile bool isBeingWritten;

    /// <summary>Whether the calling thread holds the state lock.</summary>
    public bool IsHeld => gate.IsHeldByCurrentThread;

    /// <summary>Whether something recorded has not been written yet, including what another thread is writing now.</summary>
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

    /// <summary>Takes the state lock, which the result holds until it is disposed: there is no other access to what it guards.</summary>
    public Locked EnterState() => new(this);

    /// <summary>Continues from what recovery found.</summary>
    public void Begin(OutcomeState recovered)
    {
        lock (gate)
        {
            state = recovered;
            state.BeginLife();
        }
    }

    /// <summary>Makes what recovery found readable, in a process that changes nothing.</summary>
    public void Show(OutcomeState recovered)
    {
        using var locked = EnterState();
        state = recovered;
    }

    /// <summary>
    /// Takes everything recorded and not taken yet, for the caller to write. Only under the writing lock, and not again before <see cref="Written"/>.
    /// </summary>
    /// <param name="settingKeysAside">Whether to freeze the keys of exactly what was recorded so far, and of nothing later.</param>
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

    /// <summary>Ends the attempt to write what was taken. If it failed, that must be visible before this is called.</summary>
    public void Written()
    {
        taken.Clear();
        isBeingWritten = false;
    }

    /// <summary>What the state lock guards, for as long as it is held.</summary>
    internal ref struct Locked(KnownOutcomes known)
    {
        [SuppressMessage("Usage", "CA2213:Disposable fields should be disposed", Justification = "It is disposed, but the rule does not recognise that in a ref struct.")]
        private Lock.Scope scope = known.gate.EnterScope();

        public readonly OutcomeState State => known.state;

        public readonly OutcomeRecords Pending => known.pending;

        public readonly HandledKeys Keys => known.keys;

        public void Dispose() => scope.Dispose();
    }
}
