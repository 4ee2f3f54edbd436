using WebhookReceiver.Inbox;
using WebhookReceiver.Pipeline.Tests.Fakes;
using Xunit;

namespace WebhookReceiver.Pipeline.Tests.Inbox.OnDisk;

/// <summary>
/// A folder of version 1 contains wall-clock times that cannot be trusted. Everything in it counts as written at the time of the upgrade: kept somewhat longer,
/// never shorter, and not renewed with every start.
/// </summary>
[Trait("row", "D13")]
[Trait("row", "Q18")]
public sealed class UpgradeTests : InboxTest
{
    private static readonly EventId Settled = new(1);
    private static readonly EventId Begun = new(2);
    private readonly ManualClock clock = new();

    [Theory]
    [InlineData(0)]
    [InlineData(400)]
    [InlineData(-400)]
    [InlineData(36500)]
    public async Task Everything_is_kept_for_its_retention_period_after_the_upgrade_and_no_longer_however_often_the_service_starts(int days)
    {
        clock.SetWall(TimeSpan.FromDays(days));
        var disk = NewDisk();
        FrozenFormat1.Put(disk, Folder);
        var upgraded = clock.GetTimestamp();

        for (var day = 0; day < 35; day++)
        {
            using var life = await InboxLife.StartAsync(disk, Folder, clock, InboxLife.Settings());
            Assert.False(life.HasGivenUp);

            if (day is 0)
            {
                life.TakeAll().ForEach(delivery => life.Outcomes.DeliverySettled(delivery.Position));
                life.Outcomes.EventSettled(Begun);
            }

            Clean();
            Clean();
            var age = clock.GetElapsedTime(upgraded);
            Assert.Equal(age <= TimeSpan.FromDays(14), life.Outcomes.IsSettled(Settled));
            Assert.Equal(age <= TimeSpan.FromDays(30), life.Outcomes.Find(OutcomeJournalTests.DeadLetterOf(3).Id) is not null);
            Assert.Equal(age <= TimeSpan.FromDays(3), life.Disk.Paths.Contains(Path.Combine(Folder.Deliveries, FrozenFormat1.DeliveriesName)));
            Assert.Equal(age <= TimeSpan.FromDays(15), life.Disk.Paths.Contains(Path.Combine(Folder.Outcomes, FrozenFormat1.OutcomesName)));
            clock.Advance(TimeSpan.FromDays(1) - TimeSpan.FromMinutes(3));
            clock.SetWall(TimeSpan.FromDays(day % 3 * 100));
            await life.StopAsync();
            disk = life.Disk.AfterKill();
            clock.Advance(TimeSpan.FromMinutes(1));
        }
    }

    [Fact]
    public async Task An_event_begun_before_the_upgrade_keeps_its_outcomes_until_it_is_settled()
    {
        var disk = NewDisk();
        FrozenFormat1.Put(disk, Folder);

        for (var month = 0; month < 3; month++)
        {
            using var life = await InboxLife.StartAsync(disk, Folder, clock, InboxLife.Settings());
            Assert.Equal(1, life.Outcomes.ProgressOf(Begun)?.Starts);
            Assert.Equal([2L, 3L], life.TakeAll().Select(static delivery => delivery.Position.Sequence));
            clock.Advance(TimeSpan.FromDays(31));
            await life.StopAsync();
            disk = life.Disk.AfterKill();
        }
    }

    /// <summary>As the inbox does every minute.</summary>
    private void Clean() => clock.Advance(TimeSpan.FromMinutes(1));
}
