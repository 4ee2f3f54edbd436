namespace WebhookReceiver.Pipeline.Tests.Fakes;

/// <summary>Decides which calls of a simulated disk fail.</summary>
internal sealed class SimulatedDiskFaults
{
    private readonly Lock gate = new();
    private Func<SimulatedDiskCall, bool> concerns = static _ => false;
    private int left;
    private bool isForEver;
    private bool isDead;
    private Func<SimulatedDiskCall, bool> exhausts = static _ => false;
    private int untilExhausted;

    /// <summary>How many calls have failed.</summary>
    public int Failures { get; private set; }

    /// <summary>The <paramref name="nth"/> call from now on that is of this kind fails; with for ever, all later calls of this kind fail too.</summary>
    public void FailAt(int nth, bool forEver, Func<SimulatedDiskCall, bool> which)
    {
        lock (gate)
        {
            (concerns, left, isForEver) = (which, nth, forEver);
        }
    }

    /// <summary>At the <paramref name="nth"/> call from now on that is of this kind there is no memory left, once.</summary>
    public void ExhaustMemoryAt(int nth, Func<SimulatedDiskCall, bool> which)
    {
        lock (gate)
        {
            (exhausts, untilExhausted) = (which, nth);
        }
    }

    /// <summary>Whether calls may fail now.</summary>
    public bool IsFailing
    {
        get
        {
            lock (gate)
            {
                return isDead || left > 0 || isForEver;
            }
        }
    }

    public void Heal()
    {
        FailAt(0, forEver: false, static _ => false);
        ExhaustMemoryAt(0, static _ => false);
    }

    /// <summary>From now on every call fails: the process that used this disk counts as dead, although its code still runs.</summary>
    public void Die()
    {
        lock (gate)
        {
            isDead = true;
        }
    }

    public bool Fails(SimulatedDiskCall call)
    {
        lock (gate)
        {
            if (isDead)
            {
                return true;
            }

            if (exhausts(call) && --untilExhausted is 0)
            {
                throw MemoryFull.Exception();
            }

            if (!concerns(call) || (--left > 0) || (left < 0 && !isForEver))
            {
                return false;
            }

            Failures++;
            return true;
        }
    }
}
