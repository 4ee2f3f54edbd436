using WebhookReceiver.Tests.Durability.Harness;
using WebhookReceiver.Tests.Receiving;
using Xunit;

namespace WebhookReceiver.Tests.Durability;

/// <summary>The tests start processes at any moment; none of them may keep a disk from being unmounted.</summary>
public sealed class LoopDiskTests
{
    [Fact]
    public async Task A_process_that_starts_while_the_power_is_cut_does_not_hold_the_disk()
    {
        Machine.NeedsLinux();
        Machine.NeedsCommands("readlink", "sh");
        using var disk = new TemporaryDirectory();
        using var handle = LibC.OpenDirectory(disk.Path);

        var inherited = await Machine.RunAsync("sh", "-c", "for file in /proc/self/fd/*; do readlink $file; done; true");

        Assert.False(handle.IsInvalid);
        Assert.Contains("pipe:", inherited, StringComparison.Ordinal);
        Assert.DoesNotContain(disk.Path, inherited, StringComparison.Ordinal);
    }
}
