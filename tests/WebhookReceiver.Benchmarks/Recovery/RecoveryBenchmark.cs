using System.Security.Cryptography;
using WebhookReceiver.Inbox.OnDisk;
using static System.FormattableString;

namespace WebhookReceiver.Benchmarks;

/// <summary>
/// From the start of the process until it is ready: with an empty folder, and with a large journal of which all is still to be handled, or all has been. The
/// journal was written just before, so it is read from memory as far as there is memory for it, as after a crash of the process and not as after a reboot.
/// </summary>
internal sealed class RecoveryBenchmark(RecoveryOptions options)
{
    private const int EmptyStarts = 5;
    private const double EmptyBar = 1.0;
    private const double RecoveryBar = 10;
    private const int LongestBody = 1200;

    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(3);

    private readonly string appSecret = RandomNumberGenerator.GetHexString(32, lowercase: true);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using (var directory = new TemporaryDirectory())
        {
            await Console.Out.WriteLineAsync(Surroundings.Describe(RealDisk.Check(directory.Path, options.Bytes)));
            await Console.Out.WriteLineAsync("The page cache is not dropped: the journal is read as after a crash of the process, not as after a reboot.");
        }

        await Console.Out.WriteLineAsync();
        await Console.Out.WriteLineAsync(
            """
            | folder                       | deliveries |    journal bytes | start to ready s |     bar |
            |------------------------------|-----------:|-----------------:|-----------------:|--------:|
            """);

        await MeasureEmptyAsync(cancellationToken);

        if (options.WithOpen)
        {
            await MeasureAsync("all open", settled: false, cancellationToken);
        }

        if (options.WithSettled)
        {
            await MeasureAsync("all settled", settled: true, cancellationToken);
        }
    }

    private async Task MeasureEmptyAsync(CancellationToken cancellationToken)
    {
        var times = new List<double>();

        while (times.Count < EmptyStarts)
        {
            using var directory = new TemporaryDirectory();
            await using var receiver = await ReceiverServer.StartAsync(new ReceiverSetup(), appSecret, directory.Path, cancellationToken);
            times.Add(receiver.StartTime.TotalSeconds);
        }

        await RowAsync(Invariant($"empty, median of {EmptyStarts}"), 0, 0, Median.Of(times), EmptyBar);
        await Console.Error.WriteLineAsync("empty: " + string.Join(", ", times.Select(static time => Invariant($"{time:F2}"))) + " s");
    }

    private async Task MeasureAsync(string name, bool settled, CancellationToken cancellationToken)
    {
        using var directory = new TemporaryDirectory();
        var folder = new InboxFolder(ReceiverServer.InboxIn(directory.Path));
        var filler = new JournalFiller(folder, TimeProvider.System);
        filler.Write(Bodies(), options.Bytes, cancellationToken);

        if (settled)
        {
            await new OutcomeFiller(folder, TimeProvider.System).SettleAsync(filler.Deliveries, cancellationToken);
        }

        var setup = new ReceiverSetup { StartLimit = StartLimit };
        await using var receiver = await ReceiverServer.StartAsync(setup, appSecret, directory.Path, cancellationToken);
        var inbox = await receiver.InboxAsync(cancellationToken);

        // Handling begins with readiness, so of the open ones a few may be gone already; of none, none may be there.
        if (settled ? inbox.Open > 0 : inbox.Open is 0)
        {
            throw receiver.Failure($"came up with {inbox.Open} of {filler.Deliveries} deliveries open, so it has not read what was written");
        }

        await RowAsync(name, filler.Deliveries, filler.Bytes, receiver.StartTime.TotalSeconds, RecoveryBar);
    }

    private static Task RowAsync(string name, long deliveries, long bytes, double seconds, double bar) =>
        Console.Out.WriteLineAsync(
            Invariant($"| {name,-28} | {deliveries,10:N0} | {bytes,16:N0} | {seconds,16:F2} | < {bar,5:F1} | {(seconds < bar ? "holds" : "DOES NOT HOLD")}"));

    /// <summary>Text messages from a short one up to a long one, each of another user.</summary>
    private IEnumerable<byte[]> Bodies()
    {
        var payloads = new SignedPayloads(appSecret, TimeProvider.System.GetUtcNow());

        for (var number = 0; ; number++)
        {
            yield return payloads.Body(number, Random.Shared.Next(payloads.BodyLength, LongestBody + 1));
        }
    }
}
