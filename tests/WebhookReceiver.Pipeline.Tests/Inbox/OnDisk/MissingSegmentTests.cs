using WebhookReceiver.Pipeline.Tests.Fakes;
using Xunit;

namespace WebhookReceiver.Pipeline.Tests.Inbox.OnDisk;

/// <summary>Every missing file is named, so that the administrator knows what to look for.</summary>
public sealed class MissingSegmentTests : InboxTest
{
    [Theory]
    [Trait("row", "J11")]
    [InlineData("deliveries", 2)]
    [InlineData("deliveries", 3)]
    [InlineData("outcomes", 2)]
    [InlineData("outcomes", 3)]
    public async Task The_refusal_names_each_of_several_consecutive_missing_segments(string part, int count)
    {
        var disk = await LivedAsync(6);
        var directory = Path.Combine(Folder.Path, part);
        var segments = SegmentsOf(disk, directory);
        var lost = segments.Skip(1).Take(count).ToList();
        lost.ForEach(disk.Remove);

        var refusal = await Assert.ThrowsAsync<WhatsAppConfigurationException>(() => InboxLife.StartAsync(disk, Folder));

        Assert.All(lost, path => Assert.Contains(Path.GetFileName(path)[..16], refusal.Message, StringComparison.Ordinal));
        Assert.DoesNotContain(segments.Except(lost), path => refusal.Message.Contains(Path.GetFileName(path)[..16], StringComparison.Ordinal));
    }

    [Fact]
    [Trait("row", "J11")]
    public async Task Numbers_that_no_segment_ever_had_are_not_missing_but_those_in_a_gap_are_named_together()
    {
        var disk = await LivedAsync(2);
        using (var life = await InboxLife.StartAsync(disk, Folder))
        {
            // While the disk is broken a segment is attempted once a second, and each attempt uses up a number.
            disk.Faults.FailAt(1, forEver: true, call => call.Operation is DiskOperation.Create && call.IsIn(Folder.Deliveries));
            await life.AdvanceUntilAsync(TryAgain, () => disk.Faults.Failures >= 40, "a segment was tried 40 times");
            disk.Faults.Heal();
            await life.AdvanceUntilAsync(TryAgain, () => life.Inbox.IsAccepting, "the inbox was open again");

            // More than once for each attempt if need be: the writing thread may not have noted yet when it tried last.
            void TryAgain()
            {
                life.Clock.Advance(TimeSpan.FromSeconds(1));
                life.Inbox.BeginAnew();
            }

            disk = await life.KillAsync();
        }

        disk = await OnceMoreAsync(disk);
        var segments = SegmentsOf(disk, Folder.Deliveries);
        disk.Remove(segments[^2]);

        var refusal = await Assert.ThrowsAsync<WhatsAppConfigurationException>(() => InboxLife.StartAsync(disk, Folder));

        Assert.Contains(Path.GetFileName(segments[^2])[..16], refusal.Message, StringComparison.Ordinal);
        Assert.InRange(refusal.Message.Length, 0, 600);
    }

    private async Task<SimulatedDisk> LivedAsync(int lives)
    {
        var disk = NewDisk();

        for (; lives > 0; lives--)
        {
            disk = await OnceMoreAsync(disk);
        }

        return disk;
    }

    private async Task<SimulatedDisk> OnceMoreAsync(SimulatedDisk disk)
    {
        using var life = await InboxLife.StartAsync(disk, Folder);
        Assert.True(await life.AcceptAsync(HashedBody.Delivery(new Random(1), 100)));
        return await life.KillAsync();
    }
}
