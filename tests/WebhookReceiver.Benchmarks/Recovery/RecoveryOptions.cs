namespace WebhookReceiver.Benchmarks;

/// <summary>What <c>recovery</c> was asked to measure.</summary>
internal sealed record RecoveryOptions(long Bytes, bool WithOpen, bool WithSettled)
{
    private const long MostBytes = 8L << 30;

    /// <exception cref="UsageException">Something else was typed.</exception>
    public static RecoveryOptions Read(string[] typed)
    {
        var arguments = new Arguments("recovery", typed);
        var bytes = arguments.Long("--bytes", 1L << 30, MostBytes);
        var state = arguments.OneOf("--state", "both", "open", "settled", "both");
        arguments.End();

        return new RecoveryOptions(bytes, state is "open" or "both", state is "settled" or "both");
    }
}
