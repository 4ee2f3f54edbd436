namespace WebhookReceiver.Benchmarks;

/// <summary>What <c>find</c> was asked to measure.</summary>
internal sealed record FindOptions(int Events, int Searches)
{
    /// <summary>The numbers of the payloads have seven digits.</summary>
    private const int MostEvents = 10_000_000;

    /// <exception cref="UsageException">Something else was typed.</exception>
    public static FindOptions Read(string[] typed)
    {
        var arguments = new Arguments("find", typed);
        var options = new FindOptions(arguments.Number("--events", MostEvents, MostEvents), arguments.Number("--searches", 100, 100_000));
        arguments.End();
        return options;
    }
}
