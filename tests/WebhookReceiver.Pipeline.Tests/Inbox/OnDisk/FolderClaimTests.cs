using WebhookReceiver.Inbox;
using WebhookReceiver.Pipeline.Tests.Fakes;
using Xunit;

namespace WebhookReceiver.Pipeline.Tests.Inbox.OnDisk;

/// <summary>Another process holds the folder.</summary>
public sealed class FolderClaimTests : InboxTest
{
    private readonly ManualClock clock = new();

    [Fact]
    public async Task Without_a_configured_wait_it_does_not_start_and_names_the_holder()
    {
        var disk = NewDisk();
        disk.Holder = "process 7 on elsewhere";

        var refusal = await Assert.ThrowsAsync<WhatsAppConfigurationException>(() => InboxLife.BeginAsync(disk, Folder, clock));

        Assert.Contains("process 7 on elsewhere", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_waiting_process_names_the_holder_and_continues_when_the_folder_is_free()
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
    public async Task A_waiting_process_gives_up_after_the_configured_time()
    {
        var disk = NewDisk();
        disk.Holder = "process 7 on elsewhere";
        using var life = await InboxLife.BeginAsync(disk, Folder, clock, Waiting());

        await UntilRecoveredAsync(life);

        Assert.True(life.HasGivenUp);
        Assert.Contains(life.Log.Lines, static line => line.Text.Contains("process 7 on elsewhere", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_waiting_process_can_be_stopped()
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

    /// <summary>
    /// Advances the clock repeatedly until the folder is checked again: a check in progress when the clock advances sets its timer afterwards.
    /// </summary>
    private static Task UntilRecoveredAsync(InboxLife life) =>
        life.AdvanceUntilAsync(TimeSpan.FromSeconds(1), () => life.Inbox.Recovery.IsCompleted, "recovery has ended");
}
