namespace WebhookReceiver.Benchmarks;

/// <summary>All attacks that are measured, in the order of the table.</summary>
internal static class AttackCases
{
    private const int MemoryHeap = 192;

    private static readonly AttackBars Shares = new() { KeptShare = 0.9, NewShare = 0.5 };

    /// <summary>Refused ones of two kinds.</summary>
    private static PipelinedRequests PipelinedGets { get; } = new(AttackRequests.Pipelined(AttackRequests.WrongToken, AttackRequests.Nowhere));

    public static IReadOnlyList<AttackCase> All { get; } =
    [
        new("pipelined-gets", static target => new Crowd(target.PublicPort, target.Connections, PipelinedGets))
        {
            Connections = static _ => 2_000,
            HeapMebibytes = MemoryHeap,
            Bars = Shares,
        },
        new("unsigned-bodies", static target => new Crowd(target.PublicPort, target.Connections, new UnsignedBodies(target.Bandwidth())))
        {
            Connections = static _ => 1_500,
            HeapMebibytes = MemoryHeap,
            Bars = Shares,
        },
        new("memory", static target => new Crowd(target.PublicPort, target.Connections, new UnsignedBodies(target.Bandwidth()), PipelinedGets))
        {
            Seconds = 60,
            Connections = static _ => 1_500,
            HeapMebibytes = MemoryHeap,
            Bars = Shares with { Peak = 350, After = 200 },
        },
        new("idle-connections", static target => new Crowd(target.PublicPort, target.Connections, new IdleHead()))
        {
            Connections = static handles => AllConnectionsOf(handles),
            Bars = Shares,
        },
    ];

    /// <summary>As many as a receiver lets in with so many file handles, which it says in its own file of that name; one of them is left to the sender.</summary>
    private static int AllConnectionsOf(int? fileHandles) => fileHandles is { } count ? Math.Max(1, ((count - 360) * 7 / 8) - 1) : 10_000;
}
