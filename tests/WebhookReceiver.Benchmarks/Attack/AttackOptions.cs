namespace WebhookReceiver.Benchmarks;

/// <summary>What <c>attack</c> was asked to measure. What is null is what the case itself says.</summary>
/// <param name="Case">The name of one case, or all.</param>
/// <param name="Seconds">How long the attack lasts.</param>
/// <param name="After">How many seconds after it the memory is measured for the last time.</param>
/// <param name="IsQuietAfter">Whether the genuine traffic ends with the attack.</param>
/// <param name="Connections">How many the attackers have.</param>
/// <param name="HeapMebibytes">The limit of the receiver's managed heap.</param>
/// <param name="FileHandles">How many the receiver may have.</param>
/// <param name="MegabytesPerSecond">What the attackers send together, where they send as much as they can.</param>
/// <param name="SegmentBytes">The largest TCP segment that the attackers take.</param>
/// <param name="IsBehindNginx">Whether nginx stands in front, as the recipe in its folder Deploy configures it.</param>
internal sealed record AttackOptions(
    string Case,
    int? Seconds,
    int After,
    bool IsQuietAfter,
    int? Connections,
    int? HeapMebibytes,
    int? FileHandles,
    int MegabytesPerSecond,
    int? SegmentBytes,
    bool IsBehindNginx)
{
    private const string Traffic = "traffic";
    private const string Quiet = "quiet";
    private const string All = "all";
    private const string None = "none";
    private const string Nginx = "nginx";

    /// <summary>A connection takes a port of the loopback address, of which Linux gives out 28,000.</summary>
    private const int MostConnections = 20_000;

    public IEnumerable<AttackCase> Cases => AttackCases.All.Where(attack => Case is All || attack.Name.Equals(Case, StringComparison.Ordinal));

    /// <exception cref="UsageException">Something else was typed.</exception>
    public static AttackOptions Read(string[] typed)
    {
        var arguments = new Arguments("attack", typed);
        var options = new AttackOptions(
            arguments.OneOf("--case", All, [All, .. AttackCases.All.Select(static attack => attack.Name)]),
            OrNull(arguments.Number("--seconds", 0, most: 3_600)),
            arguments.Number("--after", 30, most: 600),
            arguments.OneOf("--afterwards", Traffic, Traffic, Quiet) is Quiet,
            OrNull(arguments.Number("--connections", 0, MostConnections)),
            OrNull(arguments.Number("--heap", 0, most: 65_536)),
            OrNull(arguments.Number("--handles", 0)),
            arguments.Number("--bandwidth", 125, most: 100_000),
            OrNull(arguments.Number("--segment", 0, most: 65_483)),
            arguments.OneOf("--front", None, None, Nginx) is Nginx);
        arguments.End();

        return options;
    }

    private static int? OrNull(int number) => number is 0 ? null : number;
}
