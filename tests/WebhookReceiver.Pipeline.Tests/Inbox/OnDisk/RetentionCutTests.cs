using WebhookReceiver.Deliveries;
using WebhookReceiver.Journal;
using WebhookReceiver.Pipeline.Tests.Fakes;
using Xunit;

namespace WebhookReceiver.Pipeline.Tests.Inbox.OnDisk;

/// <summary>
/// Power is cut at each call of retention in turn, and any unsynced directory entry may be kept or lost. The next start finds what it must, and its own
/// retention reaches the same result.
/// </summary>
public sealed class RetentionCutTests : InboxTest
{
    /// <summary>How many deliveries are old and finished, and deleted in the end.</summary>
    private const int Finished = 4;

    private readonly int states = Math.Max(3, SimulatedDiskRuns.DiskSeeds(200) / 80);

    [Fact]
    [Trait("row", "C04")]
    [Trait("row", "D06")]
    public async Task With_an_event_in_retry_and_one_never_started_no_power_cut_loses_anything()
    {
        var scene = new RetentionScene(NewDisk(), Folder);
        Delivery inRetry = null!;
        await scene.LiveAsync(TimeSpan.FromHours(1), life => FinishedAsync(scene, life));
        await scene.LiveAsync(TimeSpan.FromDays(4), async life =>
        {
            inRetry = await scene.AcceptAsync(life);
            await scene.AcceptAsync(life);
            await scene.FailAsync(life, inRetry);
            await scene.HandleAsync(life, await scene.AcceptAsync(life));
        });
        await scene.LiveAsync(TimeSpan.FromDays(6), async life =>
        {
            await scene.HandleAsync(life, await scene.AcceptAsync(life));
            await scene.DeadLetterAsync(life, await scene.AcceptAsync(life));
            await scene.AcceptAsync(life);
        });

        await CutEverywhereAsync(scene, CleanAsync, inRetry);

        static Task CleanAsync(InboxLife life)
        {
            life.Retention.Run();
            return Task.CompletedTask;
        }
    }

    [Fact]
    [Trait("row", "C04")]
    [Trait("row", "D06")]
    public async Task With_everything_finished_and_a_new_segment_begun_for_it_no_power_cut_loses_anything()
    {
        var scene = new RetentionScene(NewDisk(), Folder);
        await scene.LiveAsync(TimeSpan.FromDays(4), life => FinishedAsync(scene, life));
        await scene.LiveAsync(TimeSpan.FromDays(6), async life =>
        {
            await scene.HandleAsync(life, await scene.AcceptAsync(life));
            await scene.DeadLetterAsync(life, await scene.AcceptAsync(life));
        });

        await CutEverywhereAsync(scene, CleanAsync, inRetry: null);

        static async Task CleanAsync(InboxLife life)
        {
            life.Retention.Run();
            var newest = life.Segments.All[^1];
            life.Inbox.BeginAnew();
            await life.UntilAsync(() => life.Disk.Faults.Failures > 0 || life.Segments.All[^1] != newest, "another segment was begun, or the disk failed");
            life.Retention.Run();
        }
    }

    private static async Task FinishedAsync(RetentionScene scene, InboxLife life)
    {
        for (var number = 0; number < Finished; number++)
        {
            var delivery = await scene.AcceptAsync(life);
            await (number % 2 is 0 ? scene.HandleAsync(life, delivery) : scene.DeadLetterAsync(life, delivery));
        }
    }

    [Fact]
    [Trait("row", "C04")]
    [Trait("row", "D06")]
    public async Task A_folder_whose_sync_failed_is_synced_before_the_outcomes_of_deleted_deliveries_are_deleted()
    {
        var scene = new RetentionScene(NewDisk(), Folder);
        await scene.LiveAsync(TimeSpan.FromHours(1), life => FinishedAsync(scene, life));
        await scene.LiveAsync(TimeSpan.FromDays(10), async life => await scene.AcceptAsync(life));

        for (var seed = 0; seed < states; seed++)
        {
            using var life = await scene.StartAsync(scene.Disk.AfterKill());
            life.Disk.Faults.FailAt(Finished, forEver: false, call => call.Operation is DiskOperation.SyncDirectory && call.IsOn(Folder.Deliveries));
            life.Retention.Run();
            Assert.Equal(1, life.Disk.Faults.Failures);
            life.Retention.Run();

            using var next = await scene.StartAsync(await life.CutPowerAsync(seed));
            scene.Check(next);
        }
    }

    [Fact]
    [Trait("row", "C04")]
    public async Task A_backlog_that_was_old_when_it_was_finished_is_not_deleted_before_its_outcomes_are_durable()
    {
        for (var seed = 0; seed < states; seed++)
        {
            var scene = new RetentionScene(NewDisk(seed), Folder);
            await scene.LiveAsync(TimeSpan.FromDays(5), async life => await scene.AcceptAsync(life));
            using var life = await scene.StartAsync(scene.Disk);
            var old = Assert.Single(life.TakeAll());
            life.Outcomes.EventStarted(RetentionScene.EventOf(old));
            life.Outcomes.DeadLettered(OutcomeJournalTests.DeadLetterOf(seed), old.Body);
            life.Outcomes.EventSettled(RetentionScene.EventOf(old));
            life.Outcomes.DeliverySettled(old.Position);

            life.Retention.Run();

            using var next = await scene.StartAsync(await life.CutPowerAsync(seed));
            Assert.True(next.Segments.Open is 1 || next.Outcomes.BodyOf(OutcomeJournalTests.DeadLetterOf(seed).Id) is { } body && body.Span.SequenceEqual(old.Body.Span));
        }
    }

    /// <param name="scene">The initial state, and what must remain of it.</param>
    /// <param name="clean">The work that is cut off.</param>
    /// <param name="inRetry">The delivery whose event is due for a retry.</param>
    private async Task CutEverywhereAsync(RetentionScene scene, Func<InboxLife, Task> clean, Delivery? inRetry)
    {
        var failures = 1;
        var cuts = 0;

        for (; failures > 0; cuts++)
        {
            using var life = await scene.StartAsync(scene.Disk.AfterKill());
            life.Disk.Faults.FailAt(cuts + 1, forEver: true, static call => call.IsChange);
            await clean(life);
            failures = life.Disk.Faults.Failures;
            var left = Enumerable.Range(0, states).Select(seed => life.Disk.AfterPowerCut(new Random((cuts * 1000) + seed))).ToList();
            await life.DieAsync();

            foreach (var disk in left)
            {
                using var next = await scene.StartAsync(disk);
                scene.Check(next, inRetry);
                next.Retention.Run();
                Assert.DoesNotContain(next.Segments.All, static segment => segment.LastSequence is > 0 and <= Finished);
                Assert.Empty(SegmentCatalogue.MissingFrom(SegmentCatalogue.Read(disk, Folder.Deliveries)));
                Assert.Empty(SegmentCatalogue.MissingFrom(SegmentCatalogue.Read(disk, Folder.Outcomes)));

                using var last = await scene.StartAsync(await next.CutPowerAsync(cuts));
                scene.Check(last, inRetry);
            }

            Assert.InRange(cuts, 0, 400);
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{cuts - 1} cuts, {states} states of each");
        Assert.InRange(cuts, 20, 400);
    }
}
