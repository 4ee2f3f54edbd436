using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Core;
using WebhookReceiver.Pipeline.Tests.Fakes;
using Xunit;

namespace WebhookReceiver.Pipeline.Tests.Inbox.OnDisk;

/// <summary>
/// Random steps of the wall clock, restarts, reboots and passing days, against a model that knows how much time really passed and how much of it was observed:
/// nothing is deleted before the real time reaches its limit, and everything is deleted once the observed time does.
/// </summary>
[Trait("row", "Q17")]
public sealed class ClockModelTests : InboxTest
{
    private const int DeliveryDays = 3;
    private const int KeyDays = 14;
    private const int DeadLetterRetentionDays = 30;

    /// <summary>Two rounds of retention, plus the second by which a header rounds up.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromMinutes(3);

    [Fact]
    [Trait("row", "C03")]
    public void Nothing_is_deleted_before_its_time_and_everything_once_that_time_was_observed_to_pass()
    {
        var seed = (ulong)SimulatedDiskRuns.FirstDiskSeed;
        var config = Config.QuickThrowOnFailure
            .WithMaxTest(SimulatedDiskRuns.DiskSeeds(200) / 5)
            .WithQuietOnSuccess(true)
            .WithReplay(FSharpOption<Replay>.Some(new Replay(new Rnd(seed), FSharpOption<int>.None)));
        var command = Gen.Choose(0, 8).Zip(Gen.Choose(0, 99));
        var commands = Gen.Choose(1, 25).SelectMany(count => command.ArrayOf(count));

        Prop.ForAll(
            Arb.From(commands, static all => Enumerable.Range(0, all.Length).Select(gone => all.Where((_, index) => index != gone).ToArray())),
            all => RunAsync(all).GetAwaiter().GetResult()).Check(config);
    }

    private async Task RunAsync((int Kind, int Number)[] commands)
    {
        var run = new Run(this, new Random(commands.Length));

        // Gives everything begun time to finish.
        (int, int)[] all = [.. commands, (0, 50), (3, 99), (6, 99), (3, 99)];

        try
        {
            await run.BeginAsync(NewDisk());

            foreach (var (kind, number) in all)
            {
                await run.DoAsync(kind, number);
                run.Check();
            }
        }
        finally
        {
            run.Life.Dispose();
        }
    }

    private sealed class Run(ClockModelTests test, Random random)
    {
        private readonly ManualClock clock = new();
        private readonly List<Item> deadLetters = [];
        private readonly List<Item> keys = [];
        private readonly List<Item> deliveries = [];
        private TimeSpan real;
        private TimeSpan seen;
        private int items;

        public InboxLife Life { get; private set; } = null!;

        public Task BeginAsync(SimulatedDisk disk)
        {
            clock.SetWall(TimeSpan.FromDays(random.Next(-20_000, 20_000)));
            return StartAsync(disk);
        }

        private async Task StartAsync(SimulatedDisk disk)
        {
            Life = await InboxLife.StartAsync(disk, test.Folder, clock, InboxLife.Settings(1500));
            Assert.False(Life.HasGivenUp);
            Assert.Empty(Life.TakeAll());

            // What an earlier run wrote last counts as written up to the start of this one.
            deliveries.ForEach(delivery => delivery.Seen = delivery.IsEnded ? delivery.Seen : seen);
            deliveries.ForEach(static delivery => delivery.IsEnded = true);
        }

        public async Task DoAsync(int kind, int number)
        {
            switch (kind)
            {
                case 0 or 1:
                    await AddAsync();
                    break;
                case 2 or 3:
                    await PassAsync(TimeSpan.FromHours(number * 3));
                    break;
                case 4 or 5:
                    clock.SetWall(TimeSpan.FromDays(Math.Pow(number - 50, 3) / 10));
                    break;
                default:
                    await RestartAsync(kind, TimeSpan.FromHours(number * 3));
                    break;
            }
        }

        public void Check()
        {
            Check(deadLetters, DeadLetterRetentionDays, item => Life.Outcomes.Find(OutcomeJournalTests.DeadLetterOf(item.Number).Id) is not null, "letter");
            Check(keys, KeyDays, item => Life.Outcomes.IsSettled(OutcomeJournalTests.EventOf(item.Number)), "key");
            Check(deliveries, DeliveryDays, item => Life.Segments.Find(item.Number) is not null, "delivery");
        }

        private async Task AddAsync()
        {
            var item = ++items;
            var accepted = await Life.AcceptAsync(Enumerable.Range(0, (item % 3) + 1).Select(_ => HashedBody.Delivery(random, 400, clock.GetUtcNow())));
            Life.TakeAll();
            Life.Outcomes.EventStarted(OutcomeJournalTests.EventOf(item));
            Life.Outcomes.DeadLettered(OutcomeJournalTests.DeadLetterOf(item) with { LastAttemptAt = clock.GetUtcNow() }, new byte[] { 1 });
            Life.Outcomes.EventSettled(OutcomeJournalTests.EventOf(item));
            accepted.ForEach(delivery => Life.Outcomes.DeliverySettled(delivery.Position));
            await Life.Outcomes.FlushAsync(CancellationToken.None);
            deadLetters.Add(new Item(item, real, seen));
            keys.Add(new Item(item, real, seen));

            // A file's age counts from its last delivery.
            deliveries.ForEach(delivery => delivery.Seen = delivery.IsEnded ? delivery.Seen : seen);
            deliveries.AddRange(accepted.Select(delivery => new Item((int)delivery.Position.Sequence, real, seen)));
        }

        private async Task RestartAsync(int kind, TimeSpan off)
        {
            await Life.Outcomes.FlushAsync(CancellationToken.None);
            var disk = Life.Disk;

            if (kind is 6)
            {
                await Life.StopAsync();
                disk = disk.AfterKill();
            }
            else
            {
                disk = await Life.KillAsync();
            }

            Life.Dispose();
            var isReboot = kind is 8 || off.Hours % 2 is 0;
            Advance(off, isSeen: !isReboot);

            if (isReboot)
            {
                clock.Reboot(TimeSpan.FromDays(random.Next(2) * random.Next(1000)));

                // The last minute may not have been written.
                seen -= TimeSpan.FromMinutes(1);
            }

            await StartAsync(disk);
            await PassAsync(TimeSpan.Zero);
        }

        private async Task PassAsync(TimeSpan time)
        {
            Advance(time, isSeen: true);

            // One round ends the newest file, a later one deletes it.
            for (var round = 0; round < 2; round++)
            {
                await Life.UntilAsync(() => !Life.Retention.NewestIsDue || Life.Segments.All.Count > 1, "another segment was begun");
                Advance(TimeSpan.FromMinutes(1), isSeen: true);
            }
        }

        private void Advance(TimeSpan time, bool isSeen)
        {
            clock.Advance(time);
            real += time;
            seen += isSeen ? time : TimeSpan.Zero;
        }

        private void Check(List<Item> kept, int days, Func<Item, bool> isThere, string what)
        {
            foreach (var item in kept)
            {
                var isKept = isThere(item);
                Assert.True(isKept || item.IsGone || real - item.Real >= TimeSpan.FromDays(days), $"{what} {item.Number} was deleted after {real - item.Real}");
                Assert.False(isKept && seen - item.Seen > TimeSpan.FromDays(days) + Slack, $"{what} {item.Number} is still there, {seen - item.Seen} old");
                item.IsGone = !isKept;
            }
        }
    }

    private sealed class Item(int number, TimeSpan real, TimeSpan seen)
    {
        public int Number { get; } = number;

        public TimeSpan Real { get; } = real;

        public TimeSpan Seen { get; set; } = seen;

        /// <summary>For a delivery: its file is no longer written.</summary>
        public bool IsEnded { get; set; }

        public bool IsGone { get; set; }
    }
}
