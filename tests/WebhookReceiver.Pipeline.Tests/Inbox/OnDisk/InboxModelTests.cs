using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Core;
using WebhookReceiver.Deliveries;
using WebhookReceiver.Inbox;
using WebhookReceiver.Pipeline.Tests.Fakes;
using Xunit;

namespace WebhookReceiver.Pipeline.Tests.Inbox.OnDisk;

/// <summary>Random commands against the inbox and a model made of a few collections; after every run both must agree.</summary>
public sealed class InboxModelTests : InboxTest
{
    [Fact]
    [Trait("row", "J25")]
    public void The_inbox_behaves_like_its_model()
    {
        var seed = (ulong)SimulatedDiskRuns.FirstDiskSeed;
        var config = Config.QuickThrowOnFailure
            .WithMaxTest(SimulatedDiskRuns.DiskSeeds(200) / 5)
            .WithQuietOnSuccess(true)
            .WithReplay(FSharpOption<Replay>.Some(new Replay(new Rnd(seed), FSharpOption<int>.None)));
        var command = Gen.Choose(0, 9).Zip(Gen.Choose(0, 99));
        var commands = Gen.Choose(1, 25).SelectMany(count => command.ArrayOf(count));

        Prop.ForAll(
            Arb.From(commands, static all => Enumerable.Range(0, all.Length).Select(gone => all.Where((_, index) => index != gone).ToArray())),
            all => RunAsync(all).GetAwaiter().GetResult()).Check(config);
    }

    private async Task RunAsync((int Kind, int Number)[] commands)
    {
        var random = new Random(commands.Length);
        var clock = new ManualClock();
        var model = new Model();
        var life = await InboxLife.StartAsync(NewDisk(), Folder, clock, InboxLife.Settings(3000));

        try
        {
            foreach (var (kind, number) in commands)
            {
                if (kind < 7)
                {
                    await DoAsync(life, model, random, kind, number);
                    continue;
                }

                await life.Outcomes.FlushAsync(CancellationToken.None);
                var disk = life.Disk;

                if (kind is 7)
                {
                    disk = await life.KillAsync();
                }
                else
                {
                    // A stop makes everything durable, so that a later power cut loses nothing.
                    await life.StopAsync();
                    disk = disk.AfterPowerCut(random);
                }

                clock.Advance(kind is 9 ? TimeSpan.FromDays(number % 8) : TimeSpan.Zero);
                life.Dispose();
                life = await InboxLife.StartAsync(disk, Folder, clock, InboxLife.Settings(3000));
                Assert.False(life.HasGivenUp);
                model.Check(life, clock);
            }
        }
        finally
        {
            life.Dispose();
        }
    }

    private static async Task DoAsync(InboxLife life, Model model, Random random, int kind, int number)
    {
        var id = OutcomeJournalTests.EventOf(number % 20);
        var name = (number % 20).ToString(CultureInfo.InvariantCulture);

        switch (kind)
        {
            case 0 or 1:
                foreach (var delivery in await life.AcceptAsync(Enumerable.Range(0, (number % 4) + 1).Select(_ => HashedBody.Delivery(random, number * 20))))
                {
                    model.Open.Add(delivery.Position.Sequence, delivery.Id);
                }

                break;
            case 2 when model.Open.Count > 0:
                var sequence = model.Open.Keys.ElementAt(number % model.Open.Count);
                life.Outcomes.DeliverySettled(new DeliveryPosition(sequence, 0));
                model.Open.Remove(sequence);
                break;
            case 3:
                life.Outcomes.EventStarted(id);
                life.Outcomes.HandlerFailed(id, name, new HandlerFailure(number, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch));
                model.Starts[id] = model.Starts.GetValueOrDefault(id) + 1;
                break;
            case 4:
                life.Outcomes.EventSettled(id);
                model.Settled[id] = life.Clock.GetUtcNow();
                model.Starts.Remove(id);
                break;
            case 5:
                life.Outcomes.DeadLettered(OutcomeJournalTests.DeadLetterOf(number % 20), new[] { (byte)number });
                model.DeadLetters[OutcomeJournalTests.DeadLetterOf(number % 20).Id] = (byte)number;
                break;
            case 6 when model.DeadLetters.Count > 0:
                var deadLetter = model.DeadLetters.Keys.ElementAt(number % model.DeadLetters.Count);
                life.Outcomes.DeadLetterRemoved(deadLetter, DeadLetterRemoval.Handled);
                model.DeadLetters.Remove(deadLetter);
                break;
        }
    }

    private sealed class Model
    {
        public SortedDictionary<long, Guid> Open { get; } = [];

        public Dictionary<EventId, int> Starts { get; } = [];

        public Dictionary<EventId, DateTimeOffset> Settled { get; } = [];

        public Dictionary<Guid, byte> DeadLetters { get; } = [];

        public void Check(InboxLife life, ManualClock clock)
        {
            Assert.Equal(Open.Select(static pair => (pair.Key, pair.Value)), life.TakeAll().Select(static delivery => (delivery.Position.Sequence, delivery.Id)));
            Assert.Equal(Open.Count, life.Segments.Open);
            Assert.Equal(DeadLetters.Keys.Order(), life.Outcomes.All.Select(static deadLetter => deadLetter.Id).Order());
            Assert.All(DeadLetters, pair => Assert.Equal([pair.Value], life.Outcomes.BodyOf(pair.Key)!.Value.ToArray()));

            for (var number = 0; number < 20; number++)
            {
                var id = OutcomeJournalTests.EventOf(number);
                var isSettled = Settled.TryGetValue(id, out var at) && clock.GetUtcNow() - at <= TimeSpan.FromDays(14);
                Assert.Equal(isSettled, life.Outcomes.IsSettled(id));
                Assert.Equal(Starts.GetValueOrDefault(id), life.Outcomes.ProgressOf(id)?.Starts ?? 0);
            }
        }
    }
}
