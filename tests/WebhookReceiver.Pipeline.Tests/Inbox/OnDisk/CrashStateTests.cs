using WebhookReceiver.Deliveries;
using WebhookReceiver.Inbox;
using WebhookReceiver.Pipeline.Tests.Fakes;
using WebhookReceiver.WhatsApp;
using Xunit;

namespace WebhookReceiver.Pipeline.Tests.Inbox.OnDisk;

/// <summary>
/// Random runs of the inbox, each ended by a stop, a kill or a power cut that leaves any state a disk may be left in. <c>WHATSAPP_DISK_SEEDS</c> sets the
/// number of seeds, <c>WHATSAPP_DISK_SEED</c> the first one.
/// </summary>
public sealed class CrashStateTests : InboxTest
{
    [Fact]
    [Trait("row", "J19")]
    public async Task After_any_crash_everything_acknowledged_is_there_and_nothing_that_was_never_sent()
    {
        var first = SimulatedDiskRuns.FirstDiskSeed;
        var acknowledged = 0;

        for (var seed = first; seed < first + SimulatedDiskRuns.DiskSeeds(200); seed++)
        {
            try
            {
                acknowledged += await RunAsync(seed);
            }
            catch (Exception exception)
            {
                Assert.Fail($"WHATSAPP_DISK_SEED={seed}\n{exception}");
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{acknowledged} deliveries were acknowledged");
    }

    private async Task<int> RunAsync(int seed)
    {
        var random = new Random(seed);
        var disk = NewDisk(seed);
        var ledger = new Ledger(random);

        for (var lives = random.Next(2, 6); lives > 0; lives--)
        {
            // Some runs do not even finish recovery.
            var diesEarly = lives > 1 && random.Next(4) is 0;

            if (diesEarly)
            {
                disk.Faults.FailAt(random.Next(1, 60), forEver: true, static _ => true);
            }

            InboxLife? life = null;

            try
            {
                life = await InboxLife.StartAsync(disk, Folder, options: InboxLife.Settings(random.Next(2, 16) * 1024), capacity: random.Next(1, 5));
            }
            catch (WhatsAppConfigurationException) when (diesEarly)
            {
                disk = random.Next(2) is 0 ? disk.AfterKill() : disk.AfterPowerCut(random);
                continue;
            }

            using (life)
            {
                if (!diesEarly)
                {
                    Assert.False(life.HasGivenUp, string.Join('\n', life.Log.Lines.Select(static line => line.Text)));
                    ledger.Check(life);
                }

                if (!life.HasGivenUp)
                {
                    for (var step = random.Next(1, 8); step > 0; step--)
                    {
                        await ledger.StepAsync(life);
                    }
                }

                disk = await EndAsync(life, random);
            }
        }

        disk.Faults.Heal();
        using var last = await InboxLife.StartAsync(disk, Folder);
        Assert.False(last.HasGivenUp);
        ledger.Check(last);
        return ledger.Acknowledged;
    }

    private static async Task<SimulatedDisk> EndAsync(InboxLife life, Random random)
    {
        switch (random.Next(6))
        {
            case 0:
                var stopped = life.Disk;
                await life.StopAsync();
                return stopped.AfterPowerCut(random);
            case 1:
                return await life.KillAsync();
            default:
                return await life.CutPowerAsync(random.Next());
        }
    }

    /// <summary>What was sent, what was acknowledged, and which outcomes were recorded.</summary>
    private sealed class Ledger(Random random)
    {
        private readonly Dictionary<Guid, Delivery> sent = [];
        private readonly HashSet<Guid> acknowledged = [];
        private readonly HashSet<Guid> handled = [];
        private readonly Dictionary<Guid, DeadLetter> deadLetters = [];
        private List<Delivery> taken = [];

        public int Acknowledged => acknowledged.Count;

        public void Check(InboxLife life)
        {
            var given = life.TakeAll();
            Assert.Equal(given.Select(static delivery => delivery.Position.Sequence).Order(), given.Select(static delivery => delivery.Position.Sequence));

            // A power cut may leave a hole in a batch that was being written, with intact frames after it: what was in the hole was not acknowledged.
            var lost = given.Where(static delivery => delivery.IsUnreadable).Select(static delivery => delivery.Position.Sequence).ToList();
            Assert.Empty(lost.Intersect(acknowledged.Select(id => sent[id].Position.Sequence)));
            taken = [.. given.Where(static delivery => !delivery.IsUnreadable)];
            var open = taken.Select(static delivery => delivery.Id).ToHashSet();
            Assert.Equal(open.Count, taken.Count);
            Assert.All(taken, delivery => Assert.True(HashedBody.IsWhole(delivery.Body.Span) && sent[delivery.Id].Body.Span.SequenceEqual(delivery.Body.Span)));
            Assert.Empty(acknowledged.Except(handled).Except(deadLetters.Keys).Except(open));

            // The dead letter exists, or its event is not settled yet.
            var kept = life.Outcomes.All.Select(static deadLetter => deadLetter.Id).ToHashSet();

            foreach (var (id, deadLetter) in deadLetters)
            {
                Assert.True(
                    kept.Contains(id) || (open.Contains(id) && !life.Outcomes.IsSettled(EventOf(id))) || !acknowledged.Contains(id),
                    $"The dead letter {id} is lost: open {open.Contains(id)}, settled {life.Outcomes.IsSettled(EventOf(id))}");

                if (kept.Contains(id))
                {
                    Assert.True(life.Outcomes.BodyOf(id) is { } body && body.Span.SequenceEqual(sent[deadLetter.DeliveryId].Body.Span));
                }
            }
        }

        public async Task StepAsync(InboxLife life)
        {
            switch (random.Next(8))
            {
                case 0:
                    life.Disk.Faults.FailAt(random.Next(1, 12), forEver: random.Next(3) is 0, Any());
                    break;
                case < 5:
                    var batch = Enumerable.Range(0, random.Next(1, 6)).Select(_ => HashedBody.Delivery(random, random.Next(random.Next(2) is 0 ? 50 : 4000))).ToList();
                    batch.ForEach(delivery => sent.Add(delivery.Id, delivery));
                    acknowledged.UnionWith((await life.AcceptAsync(batch)).Select(static delivery => delivery.Id));
                    break;
                default:
                    taken.AddRange(life.TakeAll().Where(static delivery => !delivery.IsUnreadable));
                    taken.Where(_ => random.Next(2) is 0).ToList().ForEach(delivery => Settle(life, delivery));
                    break;
            }
        }

        private static EventId EventOf(Guid id) => EventId.Of("default", KeyOf(id));

        private static EventKey KeyOf(Guid id) => EventKey.FromBytes(id.ToByteArray());

        private Func<SimulatedDiskCall, bool> Any()
        {
            var kind = random.Next(4);
            return call => kind switch
            {
                0 => call.Operation is DiskOperation.Sync,
                1 => call.Operation is DiskOperation.Write,
                2 => call.Operation is DiskOperation.SyncDirectory or DiskOperation.Create,
                _ => call.IsChange,
            };
        }

        private void Settle(InboxLife life, Delivery delivery)
        {
            taken.Remove(delivery);

            if (life.Outcomes.IsSettled(EventOf(delivery.Id)))
            {
                // A duplicate by now: its outcome stands.
                life.Outcomes.DeliverySettled(delivery.Position);
                return;
            }

            var isDeadLetter = random.Next(3) is 0;
            life.Outcomes.EventStarted(EventOf(delivery.Id));

            if (isDeadLetter)
            {
                var deadLetter = new DeadLetter
                {
                    Id = delivery.Id,
                    Key = KeyOf(delivery.Id),
                    EventType = "messages",
                    Endpoint = "default",
                    DeliveryId = delivery.Id,
                    ReceivedAt = delivery.ReceivedAt,
                    Cause = DeadLetterCause.NeverRetry,
                    LastAttemptAt = delivery.ReceivedAt,
                };
                deadLetters[delivery.Id] = deadLetter;
                handled.Remove(delivery.Id);
                life.Outcomes.DeadLettered(deadLetter, delivery.Body);
            }
            else
            {
                deadLetters.Remove(delivery.Id);
                handled.Add(delivery.Id);
            }

            MaybeFlush(life);
            life.Outcomes.EventSettled(EventOf(delivery.Id));
            MaybeFlush(life);
            life.Outcomes.DeliverySettled(delivery.Position);
            MaybeFlush(life);
        }

        /// <summary>On a broken disk this completes when the disk works again, which may be never.</summary>
        private void MaybeFlush(InboxLife life)
        {
            if (random.Next(2) is 0)
            {
                _ = life.Outcomes.FlushAsync(CancellationToken.None).AsTask();
            }
        }
    }
}
