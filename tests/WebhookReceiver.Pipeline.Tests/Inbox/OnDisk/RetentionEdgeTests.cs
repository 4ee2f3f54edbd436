using WebhookReceiver.Deliveries;
using WebhookReceiver.Pipeline.Tests.Fakes;
using Xunit;

namespace WebhookReceiver.Pipeline.Tests.Inbox.OnDisk;

/// <summary>
/// Which segments are deleted, to the millisecond: those in which every delivery is finished and older than <c>Inbox:RetentionDays</c>, oldest first.
/// </summary>
public sealed class RetentionEdgeTests : InboxTest
{
    [Fact]
    [Trait("row", "C04")]
    public async Task Only_finished_segments_older_than_the_limit_are_deleted_and_none_after_an_open_one()
    {
        var scene = new RetentionScene(NewDisk(), Folder);
        using var life = await scene.StartAsync(scene.Disk);
        var handled = await scene.AcceptAsync(life);
        var deadLettered = await scene.AcceptAsync(life);
        var failing = await scene.AcceptAsync(life);
        var behind = await scene.AcceptAsync(life);
        var newest = await scene.AcceptAsync(life);
        life.TakeAll();
        await scene.HandleAsync(life, handled);
        await scene.DeadLetterAsync(life, deadLettered);
        await scene.FailAsync(life, failing);
        await scene.HandleAsync(life, behind);
        await scene.HandleAsync(life, newest);

        scene.Clock.Advance(TimeSpan.FromDays(3));
        life.Retention.Run();
        Assert.Equal([handled, deadLettered, failing, behind, newest], Kept());

        scene.Clock.Advance(TimeSpan.FromMilliseconds(1));
        life.Retention.Run();
        Assert.Equal([failing, behind, newest], Kept());

        using var next = await scene.StartAsync(await life.KillAsync());
        next.Retention.Run();
        scene.Check(next, failing);
        Assert.Equal(3, next.Segments.All.Count(static segment => segment.LastSequence > 0));

        next.Outcomes.EventSettled(RetentionScene.EventOf(failing));
        next.Outcomes.DeliverySettled(failing.Position);
        next.Retention.Run();
        Assert.Equal(newest.Position.Sequence, Assert.Single(next.Segments.All, static segment => segment.LastSequence > 0).FirstSequence);

        // The last file of the earlier run counts as written until this run began.
        scene.Clock.Advance(TimeSpan.FromDays(3));
        next.Retention.Run();
        Assert.Equal(1, next.Segments.All.Count(static segment => segment.LastSequence > 0));
        scene.Clock.Advance(TimeSpan.FromMilliseconds(1));
        next.Retention.Run();
        Assert.Equal(0, next.Segments.All.Count(static segment => segment.LastSequence > 0));
        Assert.True(next.Outcomes.BodyOf(deadLettered.Id) is { } body && body.Span.SequenceEqual(deadLettered.Body.Span));

        IEnumerable<Delivery> Kept() => new[] { handled, deadLettered, failing, behind, newest }.Where(one => life.Segments.Find(one.Position.Sequence) is not null);
    }

    [Fact]
    [Trait("row", "C04")]
    public async Task A_dead_letter_outlives_the_outcomes_segment_it_was_written_to_and_expires_after_its_own_time()
    {
        var scene = new RetentionScene(NewDisk(), Folder);
        Delivery deadLettered = null!;
        await scene.LiveAsync(TimeSpan.FromDays(20), async life =>
        {
            deadLettered = await scene.AcceptAsync(life);
            await scene.DeadLetterAsync(life, deadLettered);
        });
        var first = SegmentsOf(scene.Disk, Folder.Outcomes)[..3];

        await scene.LiveAsync(
            TimeSpan.FromDays(6),
            life =>
            {
                scene.Clock.Advance(TimeSpan.FromDays(4));
                life.Retention.Run();
                Assert.Empty(first.Intersect(life.Disk.Paths));
                scene.Check(life);
                return Task.CompletedTask;
            },
            retentionDays: 3);

        using var last = await scene.StartAsync(scene.Disk);
        last.Retention.Run();
        scene.Check(last);
        scene.Clock.Advance(TimeSpan.FromMilliseconds(1));
        last.Retention.Run();
        Assert.Empty(last.Outcomes.All);
    }

    [Fact]
    [Trait("row", "C04")]
    public async Task The_outcomes_of_finished_deliveries_behind_an_open_one_stay_as_long_as_it_does()
    {
        var scene = new RetentionScene(NewDisk(), Folder);
        await scene.LiveAsync(TimeSpan.FromDays(20), async life =>
        {
            await scene.AcceptAsync(life);
            await scene.HandleAsync(life, await scene.AcceptAsync(life));
            await scene.DeadLetterAsync(life, await scene.AcceptAsync(life));
        });

        using var cleaning = await scene.StartAsync(scene.Disk);
        cleaning.Retention.Run();

        using var next = await scene.StartAsync(await cleaning.KillAsync());
        scene.Check(next);
    }

    [Fact]
    [Trait("row", "C04")]
    public async Task Outcomes_that_were_written_again_after_a_failure_stay_as_long_as_the_deliveries_that_they_settle()
    {
        var hasFailed = true;

        // Each write in turn, until none is left to fail.
        for (var nth = 1; hasFailed; nth++)
        {
            var scene = new RetentionScene(NewDisk(), Folder);
            using var life = await scene.StartAsync(scene.Disk);
            await scene.AcceptAsync(life);
            var settled = await scene.AcceptAsync(life);
            var last = await scene.AcceptAsync(life);
            life.TakeAll();

            life.Disk.Faults.FailAt(nth, forEver: false, call => call.Operation is DiskOperation.Write && call.IsIn(Folder.Outcomes));
            await scene.HandleAsync(life, settled);
            hasFailed = life.Disk.Faults.Failures > 0;
            life.Disk.Faults.Heal();
            await scene.HandleAsync(life, last);
            scene.Clock.Advance(TimeSpan.FromDays(20));
            life.Retention.Run();

            using var next = await scene.StartAsync(await life.KillAsync());
            scene.Check(next);
        }
    }
}
