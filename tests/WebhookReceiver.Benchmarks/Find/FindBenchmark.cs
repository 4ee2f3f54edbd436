using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using WebhookReceiver.Inbox;
using WebhookReceiver.Inbox.OnDisk;
using WebhookReceiver.Journal;
using WebhookReceiver.Journal.Disk;
using WebhookReceiver.WhatsApp;
using static System.FormattableString;

namespace WebhookReceiver.Benchmarks;

/// <summary>How long an operator waits for an answer of <c>/api/events</c> on a journal with very many handled events, and what that costs in memory.</summary>
internal sealed class FindBenchmark(FindOptions options)
{
    private const double LongestAnswer = 1000;
    private const double MostMemory = 50;

    /// <summary>About the size of a delivery with one text message.</summary>
    private const int BytesEach = 700;

    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(10);

    private readonly string appSecret = RandomNumberGenerator.GetHexString(32, lowercase: true);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var directory = new TemporaryDirectory();
        await Console.Out.WriteLineAsync(Surroundings.Describe(RealDisk.Check(directory.Path, (long)options.Events * BytesEach)));
        var folder = new InboxFolder(ReceiverServer.InboxIn(directory.Path));
        var samples = await FillAsync(folder, cancellationToken);

        await using var receiver = await ReceiverServer.StartAsync(new ReceiverSetup { StartLimit = StartLimit }, appSecret, directory.Path, cancellationToken);
        var key = await File.ReadAllTextAsync(Path.Combine(folder.Path, "operations.key"), cancellationToken);
        var operations = new Uri(receiver.Ready.GetLeftPart(UriPartial.Authority));
        var before = ProcessMemory.Read(receiver.ProcessId);

        await Console.Out.WriteLineAsync();
        await Console.Out.WriteLineAsync(
            """
            | search                        | found | p50 ms | p99 ms | longest ms |
            |-------------------------------|------:|-------:|-------:|-----------:|
            """);

        await MeasureAsync("wamid", samples.Select(static one => $"?wamid={Uri.EscapeDataString(one.MessageId)}"), 1, operations, key, cancellationToken);
        await MeasureAsync("12 digits of the key", samples.Select(static one => $"?key={one.Key.ToString()[..12]}"), 1, operations, key, cancellationToken);
        await MeasureAsync("phone number", samples.Select(static one => $"?user={one.Phone}"), 1, operations, key, cancellationToken);
        await MeasureAsync("user id", samples.Select(static one => $"?user={one.UserId}"), 1, operations, key, cancellationToken);
        await MeasureAsync("conversation", samples.Select(static one => $"?conversation={Uri.EscapeDataString(one.Conversation)}"), 1, operations, key, cancellationToken);
        await MeasureAsync("wamid of nobody", samples.Select(static one => $"?wamid=wamid.{one.Phone}"), 0, operations, key, cancellationToken);
        await MeasureAsync("event with its history", samples.Select(static one => $"/{one.Key}"), 1, operations, key, cancellationToken);
        await MeasureAsync("newest 100", samples.Select(static _ => "?limit=100"), 100, operations, key, cancellationToken);

        var after = ProcessMemory.Read(receiver.ProcessId);
        var grown = (after.Peak - before.Resident) / 1e6;
        await Console.Out.WriteLineAsync();
        await Console.Out.WriteLineAsync(Invariant(
            $"Memory: {before.Resident / 1e6:F0} MB before, {after.Peak / 1e6:F0} MB at the peak, so {grown:F0} MB for it (bar {MostMemory:F0}): {(grown < MostMemory ? "holds" : "DOES NOT HOLD")}"));
        await Console.Out.WriteLineAsync(Invariant($"Index: {BytesIn(folder.Index) / 1e6:F0} MB beside {BytesIn(folder.Deliveries) / 1e6:F0} MB of deliveries and {BytesIn(folder.Outcomes) / 1e6:F0} MB of outcomes"));
    }

    private static async Task MeasureAsync(string name, IEnumerable<string> queries, int expected, Uri operations, string key, CancellationToken cancellationToken)
    {
        var times = new List<double>();
        var found = 0;

        foreach (var query in queries)
        {
            var began = Stopwatch.GetTimestamp();
            var answer = await LocalHttp.GetTextAsync(new Uri(operations, $"/api/events{query}"), key, cancellationToken);
            times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            using var document = JsonDocument.Parse(answer);
            var count = document.RootElement.TryGetProperty("events", out var events) ? events.GetArrayLength() : document.RootElement.GetProperty("attempts").GetArrayLength();
            found += count;

            if (count != expected)
            {
                throw new BenchmarkFailedException($"'{query}' found {count} instead of {expected}.");
            }
        }

        times.Sort();
        var longest = times[^1];
        await Console.Out.WriteLineAsync(Invariant(
            $"| {name,-29} | {found,5} | {times[times.Count / 2],6:F1} | {times[(int)(times.Count * 0.99)],6:F1} | {longest,10:F1} | {(longest < LongestAnswer ? "holds" : "DOES NOT HOLD")}"));
    }

    /// <summary>Writes the journal, its outcomes and its indexes as the receiver would have, and returns some of the events.</summary>
    private async Task<List<Sample>> FillAsync(InboxFolder folder, CancellationToken cancellationToken)
    {
        var payloads = new SignedPayloads(appSecret, TimeProvider.System.GetUtcNow());
        var keys = new EventKey[options.Events];
        var samples = new List<Sample>();
        var wanted = Enumerable.Range(0, options.Searches).Select(_ => Random.Shared.Next(options.Events)).ToHashSet();

        var filler = new JournalFiller(folder, TimeProvider.System);
        filler.Write(Enumerable.Range(0, options.Events).Select(Body), long.MaxValue, cancellationToken);
        await new OutcomeFiller(folder, TimeProvider.System).SettleAsync(filler.Deliveries, cancellationToken, number => EventId.Of("default", keys[number - 1]));
        BuildIndexes(folder);
        return samples;

        byte[] Body(int number)
        {
            var body = payloads.Body(number);
            var message = (TextMessage)WhatsAppPayload.Read(body)[0];
            keys[number] = message.Key;

            if (wanted.Contains(number))
            {
                samples.Add(new Sample(message.MessageId!, message.Key, message.User!.PhoneNumber!, message.User.UserId!, message.ConversationKey!));
            }

            return body;
        }
    }

    private static void BuildIndexes(InboxFolder folder)
    {
        var disk = new PosixDisk();
        disk.CreateDirectory(folder.Index);

        // The last one is written no longer once the receiver has started.
        foreach (var found in SegmentCatalogue.Read(disk, folder.Deliveries))
        {
            var (first, last) = NumbersOf(disk, folder.Deliveries, found);
            using var build = new DeliveryIndexBuild(disk, folder, new DeliverySegment(found.Name) { FirstSequence = first, LastSequence = last, DurableEnd = found.Length });
            Run(build);
        }

        foreach (var found in SegmentCatalogue.Read(disk, folder.Outcomes))
        {
            using var build = new EventFilterBuild(disk, folder, found);
            Run(build);
        }

        static void Run(IndexBuild build)
        {
            while (build.Step())
            {
                // Without the pauses of a receiver that has something else to do.
            }

            build.Write();
        }
    }

    private static (long First, long Last) NumbersOf(PosixDisk disk, string directory, FoundSegment found)
    {
        using var reader = new SegmentReader(disk.Open(Path.Combine(directory, found.Name.ToString())), found.Name, SegmentHeader.Size, found.Length);
        var (first, last) = (0L, 0L);

        while (reader.TryRead(out var frame))
        {
            first = first is 0 ? frame.Header.Sequence : first;
            last = frame.Header.Sequence;
        }

        return (first, last);
    }

    private static long BytesIn(string directory) => Directory.EnumerateFiles(directory).Sum(static file => new FileInfo(file).Length);

    private sealed record Sample(string MessageId, EventKey Key, string Phone, string UserId, string Conversation);
}
