namespace WebhookReceiver.Benchmarks;

/// <summary>One run of a receiver, and what lay in its inbox around it.</summary>
/// <param name="Run">What was sent and answered.</param>
/// <param name="OpenBefore">Deliveries not settled before it.</param>
/// <param name="OpenAfter">And right after it.</param>
/// <param name="Late">How long after its end they were counted: what was settled meanwhile is no feat of the run.</param>
/// <param name="Used">The processor time of the receiver until everything was handled.</param>
internal sealed record SustainedRun(WrkRun Run, long OpenBefore, long OpenAfter, TimeSpan Late, TimeSpan Used)
{
    public double AckedPerSecond => Run.AnsweredPerSecond;

    /// <summary>
    /// What came in and did not stay. Deliveries on the wire when wrk stopped may be open and not acked, one per connection: they lower it a little.
    /// </summary>
    public double HandledPerSecond => (Run.Requests - Run.Refused - BacklogGrowth) / (TimeSpan.FromMicroseconds(Run.Microseconds) + Late).TotalSeconds;

    /// <summary>What could go on for ever.</summary>
    public double SustainedPerSecond => Math.Min(AckedPerSecond, HandledPerSecond);

    public double MicrosecondsPerRequest => Used.TotalMicroseconds / Run.Requests;

    public long BacklogGrowth => OpenAfter - OpenBefore;

    /// <exception cref="BenchmarkFailedException">A payload was sent twice, or not everything was handled.</exception>
    public static async Task<SustainedRun> MakeAsync(RunningServer receiver, RequestFile requests, int connections, int seconds, CancellationToken cancellationToken)
    {
        var before = await receiver.InboxAsync(cancellationToken);
        var usedBefore = receiver.ProcessorTime;
        var run = await Wrk.RunAsync(receiver, requests, connections, seconds, cancellationToken);
        var ended = TimeProvider.System.GetTimestamp();
        var after = await receiver.InboxAsync(cancellationToken);
        var late = TimeProvider.System.GetElapsedTime(ended);

        if (receiver.Sent > requests.Count)
        {
            throw new BenchmarkFailedException(
                FormattableString.Invariant($"The receiver was sent {receiver.Sent:N0} requests, so some of the {requests.Count:N0} payloads twice; ")
                + "a duplicate is settled without being handled. Give more --payloads or fewer --seconds.");
        }

        await receiver.WaitUntilQuietAsync(cancellationToken);
        var used = receiver.ProcessorTime - usedBefore;
        var inTheEnd = await receiver.InboxAsync(cancellationToken);

        return inTheEnd is { Open: 0, DeadLetters: 0 }
            ? new SustainedRun(run, before.Open, after.Open, late, used)
            : throw receiver.Failure($"was quiet with {inTheEnd.Open} deliveries open and {inTheEnd.DeadLetters} dead letters, so not everything was handled");
    }
}
