namespace WebhookReceiver.Pipeline.Tests.Simulation;

/// <summary>One call of a handler.</summary>
internal sealed class LedgerCall(Life life, KnownEvent known, string handler, Behaviour behaviour, int number, long begun)
{
    public Life Life => life;

    public KnownEvent Event => known;

    public string Handler => handler;

    public Behaviour Behaviour => behaviour;

    public int Number => number;

    public long Begun => begun;

    public bool IsOf(string name) => string.Equals(handler, name, StringComparison.Ordinal);

    public long? Ended { get; set; }

    public bool IsEffective { get; set; }

    /// <summary>Whether it ended after it was left behind.</summary>
    public bool IsLate { get; set; }

    /// <summary>Whether the service was stopping when it ran.</summary>
    public bool IsCut { get; set; }

    /// <summary>Whether its outcome may have been lost with the end of its life.</summary>
    public bool MayBeForgotten { get; set; }
}
