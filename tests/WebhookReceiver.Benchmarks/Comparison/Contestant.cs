namespace WebhookReceiver.Benchmarks;

/// <summary>One of two receivers that are compared.</summary>
/// <param name="Name">What it is called in the report; one word.</param>
/// <param name="Setup">How it is started.</param>
internal sealed record Contestant(string Name, ReceiverSetup Setup)
{
    /// <summary>What goes on around each of its runs.</summary>
    public Func<RunningServer, Func<Task<SustainedRun>>, Task<SustainedRun>> Around { get; init; } = static (_, run) => run();
}
