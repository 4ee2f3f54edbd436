using System.Globalization;
using System.Net;
using WebhookReceiver.Tests.Durability.Harness;
using WebhookReceiver.Tests.Receiving;
using Xunit;

namespace WebhookReceiver.Tests.Durability;

[Collection(ChildProcesses.Name)]
public sealed class When_something_runs_out
{
    [Fact]
    [Trait("row", "S06")]
    public async Task With_too_little_free_space_the_door_says_503_and_what_waits_is_handled_all_the_same()
    {
        await using var receiver = new LedgerReceiver();
        var hang = receiver.File("hang");
        await File.WriteAllTextAsync(hang, "", Patience.Token);
        receiver.Ledger = receiver.Ledger with { HangingConversations = [1, 2, 3], HangWhile = hang };
        await receiver.StartReadyAsync(Patience.Token);
        var record = new LoadRecord();

        foreach (var conversation in (int[])[1, 2, 3])
        {
            await receiver.PostAsync(record, new LoadMessage("s06", conversation, 1, 200), Patience.Token);
        }

        await receiver.KillAsync();
        File.Delete(hang);
        var free = new DriveInfo(receiver.InboxDirectory).AvailableFreeSpace;
        receiver.Settings["Inbox:MinimumFreeBytes"] = (free * 2).ToString(CultureInfo.InvariantCulture);
        await receiver.Start().UntilAliveAsync(Patience.Token);
        await receiver.UntilHandledAsync(record, Patience.Token);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, await receiver.TryPostAsync(record, new LoadMessage("s06", 4, 1, 200), Patience.Token));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await receiver.Process.HealthAsync("ready", Patience.Token));

        var verdict = await receiver.DrainAndJudgeAsync(record, Patience.Token);
        verdict.Enforce();
    }
}
