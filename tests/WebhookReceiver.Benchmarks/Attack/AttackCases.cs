namespace WebhookReceiver.Benchmarks;

/// <summary>All attacks that are measured, in the order of the table.</summary>
internal static class AttackCases
{
    private const int MemoryHeap = 192;
    private const int TrickledBytesPerSecond = 3_700_000;

    /// <summary>What many systems give a process that asks for nothing.</summary>
    private const int FewFileHandles = 1024;

    /// <summary>More often than one connection after another can be made and closed.</summary>
    private const int Unbounded = 5_000;

    private static readonly AttackBars Shares = new() { KeptShare = 0.9, NewShare = 0.5 };

    /// <summary>Refused ones of two kinds.</summary>
    private static PipelinedRequests PipelinedGets { get; } = new(AttackRequests.Pipelined(AttackRequests.WrongToken, AttackRequests.Nowhere));

    public static IReadOnlyList<AttackCase> All { get; } =
    [
        new("none", static _ => new NoAttack())
        {
            Bars = Shares,
        },
        new("pipelined-gets", static target => new Crowd(target, target.PublicPort, PipelinedGets))
        {
            Connections = static _ => 2_000,
            HeapMebibytes = MemoryHeap,
            Bars = Shares,
        },
        new("unsigned-bodies", static target => new Crowd(target, target.PublicPort, new UnsignedBodies(target.Bandwidth())))
        {
            Connections = static _ => 1_500,
            HeapMebibytes = MemoryHeap,
            Bars = Shares,
        },
        new("memory", static target => new Crowd(target, target.PublicPort, new UnsignedBodies(target.Bandwidth()), PipelinedGets))
        {
            Seconds = 60,
            Connections = static _ => 1_500,
            HeapMebibytes = MemoryHeap,
            Bars = Shares with { Peak = 350, After = 200 },
        },
        new("slow-readers", static target => new SlowReaders(target))
        {
            Connections = static _ => 1_500,
            Bars = Shares,
        },
        new("idle-connections", static target => new Crowd(target, target.PublicPort, new IdleHead()))
        {
            Connections = static handles => AllConnectionsOf(handles),
            Bars = Shares,
        },
        new("idle-operations", static target => new IdleOperations(target))
        {
            Connections = static _ => 640,
            FileHandles = FewFileHandles,
        },
        new("trickled-bodies", static target => new Crowd(target, target.PublicPort, new TrickledBody(TrickledBytesPerSecond / target.Connections)))
        {
            Connections = static _ => 200,
            LongBody = 8_000,
        },
        new("bad-signatures", static target => Repeating(target, AttackRequests.Forged))
        {
            Connections = static _ => 64,
        },
        new("signed-amplification", static target => new SignedAmplification(target))
        {
            Handlers = OddHandlers.Succeeds,
            Bars = new AttackBars { Growth = 100, HandledP99 = 100 },
        },
        new("handshakes", static target => Repeating(target, AttackRequests.WrongToken))
        {
            Connections = static _ => 32,
        },
    ];

    private static Crowd Repeating(AttackTarget target, byte[] request) =>
        new(target, target.PublicPort, new RepeatedRequest(request)) { AgainPerSecond = Unbounded };

    /// <summary>As many as a receiver lets in with so many file handles, which it says in its own file of that name; one of them is left to the sender.</summary>
    private static int AllConnectionsOf(int? fileHandles) => fileHandles is { } count ? Math.Max(1, ((count - 360) * 7 / 8) - 1) : 10_000;
}
