using WebhookReceiver.Tests.Durability.Harness;
using WebhookReceiver.Tests.Receiving;
using Xunit;

namespace WebhookReceiver.Tests.Durability;

/// <summary>Whether the sync comes before the answer is verified not in the code but in the operating system, with the binary that ships.</summary>
[Collection(ChildProcesses.Name)]
public sealed class When_the_system_calls_are_watched
{
    [Fact]
    [Trait("row", "J01")]
    [Trait("row", "J23")]
    public async Task Every_200_follows_a_sync_that_began_after_its_frame_was_written()
    {
        Machine.Needs("strace");
        await using var receiver = new LedgerReceiver();
        var file = receiver.File("calls.trace");
        receiver.Settings["Inbox:SegmentBytes"] = "65536";
        receiver.Launcher = SystemCallTrace.Launcher(file, "trace=pwrite64,pwritev,write,fdatasync,fsync,openat,recvmsg,recvfrom,read,sendmsg,sendto,writev");
        await receiver.StartReadyAsync(Patience.Token);
        await using var load = new LoadDriver(new LoadShape { Connections = 16, Rate = 400, Messages = 1_000, Length = LoadShape.Short });
        load.Start(receiver.Callback);
        await load.UntilAcknowledgedAsync(600, Patience.Token);
        await load.StopAsync();
        var verdict = await receiver.DrainAndJudgeAsync(load.Record, Patience.Token);
        var trace = SystemCallTrace.Parse(LedgerFile.Lines(file));
        var deliveries = Path.Combine(receiver.InboxDirectory, "deliveries");
        var outcomes = Path.Combine(receiver.InboxDirectory, "outcomes");

        var findings = SyncProof.Examine(trace, deliveries);
        TestContext.Current.TestOutputHelper?.WriteLine($"{findings.Proved} of {load.Record.Acknowledgements} answers proved, {findings.Writes} writes, {findings.Syncs} syncs");

        verdict.Enforce();
        Assert.Empty(findings.Violations);
        Assert.Equal(load.Record.Acknowledgements, findings.Proved);

        // One sync for each batch: not one for each frame, and never a second one for the same bytes.
        Assert.True(findings.Syncs <= findings.Writes, $"{findings.Syncs} syncs for {findings.Writes} writes");

        // The folder is synced for each new segment, and segments are never synced by fsync: that is the call behind the API that hides its failures.
        Assert.Empty(SyncProof.UnknownToTheFolder(trace, deliveries));
        Assert.Empty(SyncProof.UnknownToTheFolder(trace, outcomes));
        Assert.DoesNotContain(trace.Calls, call => call.Name is "fsync"
            && (call.Target.StartsWith(deliveries + "/", StringComparison.Ordinal) || call.Target.StartsWith(outcomes + "/", StringComparison.Ordinal)));
    }
}
