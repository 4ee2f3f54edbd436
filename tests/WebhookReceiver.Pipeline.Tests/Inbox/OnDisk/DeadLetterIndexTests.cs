using System.Diagnostics;
using System.Runtime.CompilerServices;
using WebhookReceiver.Inbox;
using WebhookReceiver.Inbox.OnDisk;
using WebhookReceiver.Journal;
using Xunit;

namespace WebhookReceiver.Pipeline.Tests.Inbox.OnDisk;

[Trait("row", "Q19")]
public sealed class DeadLetterIndexTests(ITestOutputHelper output)
{
    private const int Million = 1_000_000;
    private const int Portion = 1024;

    private static readonly DateTimeOffset Then = new(2026, 11, 20, 10, 0, 0, TimeSpan.Zero);

    [Fact]
    public void It_behaves_like_a_sorted_dictionary()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var random = new Random(seed);
            var index = new DeadLetterIndex();
            var model = new SortedDictionary<Guid, (DeadLetterEntry Entry, DeadLetterLocation? Location)>();

            for (var step = 0; step < 6000; step++)
            {
                // It grows first and shrinks later; mostly at the end, sometimes in the middle.
                var id = Id(random.Next(4) is 0 ? random.Next(6000) : step);
                var known = model.Keys.ElementAtOrDefault(model.Count is 0 ? 0 : random.Next(Math.Min(model.Count, 50)));

                switch (random.Next(step < 4000 ? 5 : 12))
                {
                    case < 4 when step < 4000:
                        var (entry, location) = (Entry(id, random), random.Next(3) is 0 ? default(DeadLetterLocation?) : Location(random));
                        index.Set(entry, location);
                        model[id] = (entry, location);
                        break;
                    case 4:
                        var place = Location(random);
                        Assert.Equal(model.ContainsKey(known), index.Move(known, place));
                        Change(model, known, place);
                        break;
                    default:
                        Assert.Equal(model.Remove(known), index.Remove(known));
                        break;
                }
            }

            AssertSame(model, index);
            model.Keys.ToList().ForEach(id => Assert.True(index.Remove(id)));
            Assert.Equal((0, 0, 0), (index.Count, index.Replaying, index.ReplayingWhole));
            Assert.Equal(0, index.CountIn(new SegmentName(1, 1)));
        }
    }

    [Fact]
    public void A_million_take_less_than_70_bytes_each_and_no_operation_examines_more_than_a_portion()
    {
        Assert.InRange(Unsafe.SizeOf<PackedDeadLetter>(), 1, 64);
        var longest = new SortedDictionary<string, double>(StringComparer.Ordinal);
        var index = Filled(longest, out var bytes);

        output.WriteLine($"{(double)bytes / Million:f1} bytes each");
        Assert.InRange(bytes, 1, 70L * Million);
        Assert.Equal((Million, Million / 1000, 50_000), (index.Count, index.Replaying, index.CountIn(new SegmentName(3, 7))));

        AssertLooksAt(2 * Portion, () => Measure("page from the oldest", () => Assert.Equal(Portion, index.After(Id(500_000), Portion).Count)));
        AssertLooksAt(2 * Portion, () => Measure("page from the newest", () => Assert.Equal(Portion, index.After(after: null, Portion, newestFirst: true).Count)));
        AssertLooksAt(2 * 64 * Portion, () => Measure("replaying", () => Assert.Equal(64, index.ReplayingAfter(Id(1), 64).Count)));
        AssertLooksAt(2 * Portion, () => Measure("replaying behind all", () => Assert.Empty(index.ReplayingAfter(Id(999_000), 64))));
        AssertLooksAt(0, () => Measure("set in the middle", () => index.Set(new DeadLetterEntry(Between(500_000), null, "message.text", DeadLetterCause.Stale, null, "default", Then, 0, true), null)));
        AssertLooksAt(0, () => Measure("remove", () => index.Remove(Id(10))));
        Assert.Equal(1, index.ReplayingWhole);

        foreach (var (operation, time) in longest)
        {
            output.WriteLine($"{operation}: {time:f3} ms");
        }

        // The remainder of many takes as little memory as if there had only been a few.
        for (var number = 0; number < Million; number++)
        {
            if (number % 100 is not 0)
            {
                index.Remove(Id(number));
            }
        }

        Assert.Equal(Million / 100, index.Count - 1);
        Assert.InRange(index.Chunks, 1, 4 * Million / 100 / PackedDeadLetterChunk.Capacity + 2);

        void AssertLooksAt(long atMost, Action what)
        {
            var looked = index.LookedAt;
            what();
            Assert.InRange(index.LookedAt - looked, 0, atMost);
        }

        void Measure(string operation, Action what)
        {
            // A second time: the first call includes JIT compilation.
            what();
            var began = Stopwatch.GetTimestamp();
            what();
            longest[operation] = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        }
    }

    /// <summary>A million in id order, and the bytes allocated for them, which is an upper bound of their size.</summary>
    private static DeadLetterIndex Filled(SortedDictionary<string, double> longest, out long bytes)
    {
        var index = new DeadLetterIndex();
        var before = GC.GetAllocatedBytesForCurrentThread();
        var slowest = new PriorityQueue<long, long>(16);

        for (var number = 0; number < Million; number++)
        {
            var began = Stopwatch.GetTimestamp();
            index.Set(
                new DeadLetterEntry(Id(number), "handler", "message.text", DeadLetterCause.AttemptsExhausted, "System.InvalidOperationException", "default", Then, KeptSince: 0, IsReplaying: number % 1000 is 0),
                new DeadLetterLocation(new SegmentName(1 + (number / 50_000), 7), number * 1000L, 20, 500, 600));
            var time = Stopwatch.GetTimestamp() - began;
            _ = slowest.Count < 10 ? Enqueued(time) : slowest.EnqueueDequeue(time, time);
        }

        bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        longest["set, the tenth slowest"] = slowest.Peek() * 1000.0 / Stopwatch.Frequency;
        return index;

        long Enqueued(long time)
        {
            slowest.Enqueue(time, time);
            return time;
        }
    }

    private static void AssertSame(SortedDictionary<Guid, (DeadLetterEntry Entry, DeadLetterLocation? Location)> model, DeadLetterIndex index)
    {
        var all = model.Select(static pair => new IndexedDeadLetter(pair.Value.Entry, pair.Value.Location)).ToList();
        Assert.Equal(all, index.After(after: null, int.MaxValue));
        Assert.Equal(all.AsEnumerable().Reverse(), index.After(after: null, int.MaxValue, newestFirst: true));
        Assert.Equal(
            (all.Count, all.Count(static one => one.Entry.IsReplaying), all.Count(static one => one.Entry is { IsReplaying: true, Handler: null })),
            (index.Count, index.Replaying, index.ReplayingWhole));
        Assert.Equal(all.Count(static one => one.Location?.Segment.Id is 1), index.CountIn(new SegmentName(1, 1)));

        foreach (var after in Enumerable.Range(0, 60).Select(static number => Between(number * 100)).Append(Id(6001)))
        {
            Assert.Equal(all.Where(one => one.Entry.Id.CompareTo(after) > 0).Take(7), index.After(after, 7));
            Assert.Equal(all.Where(one => one.Entry.Id.CompareTo(after) < 0).Reverse().Take(7), index.After(after, 7, newestFirst: true));
            Assert.Equal(
                all.Where(one => one.Entry.Id.CompareTo(after) > 0 && one.Entry.IsReplaying).Take(7).Select(static one => one.Entry.Id), index.ReplayingAfter(after, 7));
        }

        all.ForEach(one => Assert.Equal((one, one.Entry.IsReplaying), (index.Find(one.Entry.Id), index.IsReplaying(one.Entry.Id))));
    }

    private static void Change(SortedDictionary<Guid, (DeadLetterEntry Entry, DeadLetterLocation? Location)> model, Guid id, DeadLetterLocation place)
    {
        if (model.TryGetValue(id, out var known))
        {
            model[id] = known with { Location = place };
        }
    }

    private static Guid Id(int number) => new(number, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    private static Guid Between(int number) => new(number, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0);

    private static DeadLetterEntry Entry(Guid id, Random random) => new(
        id,
        random.Next(3) is 0 ? null : "handler" + random.Next(3),
        "message." + random.Next(5),
        random.Next(2) is 0 ? DeadLetterCause.NeverRetry : DeadLetterCause.Stale,
        random.Next(2) is 0 ? null : "Exception" + random.Next(3),
        "endpoint" + random.Next(2),
        Then.AddTicks(random.Next()),
        random.Next(1_000_000) * 1000L,
        random.Next(5) is 0);

    private static DeadLetterLocation Location(Random random) => new(new SegmentName(1 + random.Next(3), 1), random.Next(), random.Next(), random.Next(), random.Next());
}
