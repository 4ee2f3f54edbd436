namespace WebhookReceiver.Benchmarks;

/// <summary>One row of the table: an attack, the receiver that it is made on, and what must hold.</summary>
/// <param name="Name">For <c>--case</c>.</param>
/// <param name="Begin">Makes the attack.</param>
internal sealed record AttackCase(string Name, Func<AttackTarget, IAttack> Begin)
{
    public int Seconds { get; init; } = 30;

    /// <summary>How many connections the attackers have, given the file handles of the receiver where they are limited.</summary>
    public Func<int?, int> Connections { get; init; } = static _ => 1;

    /// <summary>The limit of the receiver's managed heap, where it has one.</summary>
    public int? HeapMebibytes { get; init; }

    /// <summary>How many file handles the receiver may have, where it is to have fewer than this program.</summary>
    public int? FileHandles { get; init; }

    public OddHandlers Handlers { get; init; }

    /// <summary>How long every second genuine body is, where they are not all short.</summary>
    public int? LongBody { get; init; }

    public AttackBars Bars { get; init; } = new();
}
