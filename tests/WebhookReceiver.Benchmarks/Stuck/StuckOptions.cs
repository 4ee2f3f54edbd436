namespace WebhookReceiver.Benchmarks;

/// <summary>What <c>stuck</c> was asked to measure.</summary>
internal sealed record StuckOptions(string Case, int Events)
{
    public const string Hanging = "hanging";
    public const string Parked = "parked";
    public const string Letters = "letters";
    private const string All = "all";

    public bool Has(string name) => Case is All || Case.Equals(name, StringComparison.Ordinal);

    /// <exception cref="UsageException">Something else was typed.</exception>
    public static StuckOptions Read(string[] typed)
    {
        var arguments = new Arguments("stuck", typed);
        var options = new StuckOptions(
            arguments.OneOf("--case", All, All, Hanging, Parked, Letters),
            arguments.Number("--events", 1_000_000, most: FreshMessages.First));
        arguments.End();

        return options;
    }
}
