using WebhookReceiver.Deliveries;
using WebhookReceiver.Inbox;
using WebhookReceiver.Pipeline.Tests.Fakes;
using Xunit;

namespace WebhookReceiver.Pipeline.Tests.Inbox.OnDisk;

/// <summary>Whatever the wall clock shows and however much time has passed, unhandled deliveries are not deleted.</summary>
[Trait("row", "Q17")]
public sealed class RetentionClockTests : InboxTest
{
    private readonly ManualClock clock = new();

    [Theory]
    [Trait("row", "C03")]
    [InlineData(30)]
    [InlineData(3650)]
    public async Task A_clock_that_jumps_ahead_deletes_nothing_from_the_backlog_before_or_after_a_restart(int days)
    {
        using var life = await StartAsync(NewDisk());
        var backlog = await life.AcceptAsync(Backlog(20));
        var begun = OutcomeJournalTests.EventOf(1);
        life.Outcomes.EventStarted(begun);
        life.Outcomes.HandlerFailed(begun, "desk", new HandlerFailure(1, clock.GetUtcNow(), clock.GetUtcNow(), clock.GetUtcNow().AddSeconds(1)));
        await life.Outcomes.FlushAsync(CancellationToken.None);
        var files = life.Disk.Paths;

        clock.SetWall(TimeSpan.FromDays(days));
        Clean();
        Assert.Equal(files, life.Disk.Paths);

        using var next = await StartAsync(await life.KillAsync());
        Clean();
        Assert.Empty(files.Except(next.Disk.Paths));
        AssertHolds(backlog, next.TakeAll());
        Assert.Equal(20, next.Segments.Open);
        Assert.Equal((1, 1), (next.Outcomes.ProgressOf(begun)!.Starts, next.Outcomes.ProgressOf(begun)!.Of("desk")!.Value.Failure?.Attempts));
    }

    [Theory]
    [Trait("row", "C03")]
    [InlineData(30)]
    [InlineData(3650)]
    public async Task After_days_without_a_handler_handled_deliveries_are_deleted_and_unhandled_ones_stay(int days)
    {
        using var life = await StartAsync(NewDisk());
        await life.AcceptAsync(Backlog(20));
        clock.Advance(TimeSpan.FromDays(days));
        var given = life.TakeAll();

        await SettleAsync(life, given[..12]);
        Clean();
        Assert.DoesNotContain(life.Segments.All, segment => segment.LastSequence < given[12].Position.Sequence);
        Assert.Contains(life.Segments.All, segment => segment.FirstSequence >= given[12].Position.Sequence);

        using var next = await StartAsync(await life.KillAsync());
        Clean();
        var left = next.TakeAll();
        Assert.Equal(given[12..].Select(static delivery => delivery.Id), left.Select(static delivery => delivery.Id));

        // The last file of the earlier run counts as written until this run began.
        await SettleAsync(next, left);
        clock.Advance(TimeSpan.FromDays(3));
        Clean();
        Assert.Single(SegmentsOf(next.Disk, Folder.Deliveries));
        Assert.Empty(await OpenDeliveriesAsync(await next.KillAsync(), Folder));
    }

    /// <summary>As the inbox does every minute.</summary>
    private void Clean() => clock.Advance(TimeSpan.FromMinutes(1));

    private IEnumerable<Delivery> Backlog(int count)
    {
        var random = new Random(3);
        return Enumerable.Range(0, count).Select(_ => HashedBody.Delivery(random, random.Next(900), clock.GetUtcNow()));
    }

    private static async Task SettleAsync(InboxLife life, List<Delivery> deliveries)
    {
        deliveries.ForEach(delivery => life.Outcomes.DeliverySettled(delivery.Position));
        await life.Outcomes.FlushAsync(CancellationToken.None);
    }

    private Task<InboxLife> StartAsync(SimulatedDisk disk) => InboxLife.StartAsync(disk, Folder, clock, InboxLife.Settings(3000));
}
