using WebhookReceiver.Inbox;
using WebhookReceiver.Pipeline.Tests.Fakes;
using Xunit;

namespace WebhookReceiver.Pipeline.Tests.Inbox.OnDisk;

/// <summary>Another process has the folder.</summary>
public sealed class FolderClaimTests : InboxTest
{
    private readonly ManualClock clock = new();

    [Fact]
    public async Task One_that_may_not_wait_does_not_start_and_names_the_holder()
    {
        var disk = NewDisk();
        disk.Holder = "process 7 on elsewhere";

        var refusal = await Assert.ThrowsAsync<WhatsAppConfigurationException>(() => InboxLife.BeginAsync(disk, Folder, clock));

        Assert.Contains("process 7 on elsewhere", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_waits_says_for_whom_and_goes_on_when_the_folder_is_free()
    {
        var disk = NewDisk();
        disk.Holder = "process 7 on elsewhere";
        using var life = await InboxLife.BeginAsync(disk, Folder, clock, Waiting());

        Assert.False(life.Inbox.IsAccepting);
        Assert.Contains("process 7 on elsewhere", life.Inbox.WhyNot, StringComparison.Ordinal);

        clock.Advance(TimeSpan.FromSeconds(29));
        Assert.False(life.Inbox.Recovery.IsCompleted);
        disk.Holder = null;
        await UntilRecoveredAsync(life);

        Assert.True(life.Inbox.IsAccepting, life.Inbox.WhyNot);
    }

    [Fact]
    public async Task One_that_has_waited_long_enough_gives_up()
    {
        var disk = NewDisk();
        disk.Holder = "process 7 on elsewhere";
        using var life = await InboxLife.BeginAsync(disk, Folder, clock, Waiting());

        await UntilRecoveredAsync(life);

        Assert.True(life.HasGivenUp);
        Assert.Contains(life.Log.Lines, static line => line.Text.Contains("process 7 on elsewhere", StringComparison.Ordinal));
    }

    [Fact]
    public async Task One_that_waits_can_be_stopped()
    {
        var disk = NewDisk();
        disk.Holder = "process 7 on elsewhere";
        using var life = await InboxLife.BeginAsync(disk, Folder, clock, Waiting());

        await life.StopAsync();

        Assert.True(life.Inbox.Recovery.IsCompleted);
        Assert.False(life.HasGivenUp);
    }

    private static InboxOptions Waiting()
    {
        var options = InboxLife.Settings();
        options.WaitForFolder = TimeSpan.FromSeconds(30);
        return options;
    }

    /// <summary>The next look at the folder comes with the clock, again and again: one that is under way when the clock goes on sets its timer afterwards.</summary>
    private static Task UntilRecoveredAsync(InboxLife life) =>
        life.AdvanceUntilAsync(TimeSpan.FromSeconds(1), () => life.Inbox.Recovery.IsCompleted, "recovery has ended");
}
