using WebhookReceiver.Tests.Durability.Harness;
using WebhookReceiver.Tests.Receiving;
using Xunit;

namespace WebhookReceiver.Tests.Durability;

/// <summary>
/// The inbox is on its own disk, which from one moment on accepts nothing more; the process is killed and the disk mounted again. Whatever was not
/// synced is then gone, which killing the process alone would never show: the operating system would still have it.
/// </summary>
public sealed class When_the_power_is_cut
{
    /// <summary>How long the process lives on after the cut: every 200 it gives in this time is false.</summary>
    private static readonly TimeSpan Afterglow = TimeSpan.FromMilliseconds(300);

    [Fact]
    [Trait("row", "D03")]
    public async Task Under_load_nothing_acknowledged_is_lost_and_nothing_is_acknowledged_after_the_cut()
    {
        var rounds = Rounds.Of("WHATSAPP_POWER_ROUNDS", normally: 3);
        var random = new Random();
        await using var disk = await LoopDisk.CreateAsync(512);
        await using var receiver = new LedgerReceiver(disk.Inbox);
        await using var load = new LoadDriver(new LoadShape { Rate = 600, Messages = 1500 * rounds });
        receiver.Settings["Inbox:MinimumFreeBytes"] = "1048576";

        // What was handled before the cut cannot be lost by it, so most messages should still be waiting.
        var slow = receiver.File("slow");
        await File.WriteAllTextAsync(slow, "", Patience.Token);
        receiver.Ledger = receiver.Ledger with { Delay = TimeSpan.FromMilliseconds(100), SlowWhile = slow };
        await receiver.StartReadyAsync(Patience.Token);
        load.Start(receiver.Callback);

        for (var round = 1; round <= rounds; round++)
        {
            await load.UntilAcknowledgedAsync(load.Record.Acknowledgements + random.Next(100, 800), Patience.Token);
            await CutAsync(disk, receiver, load);
            await disk.MountAgainAsync();
            await receiver.StartReadyAsync(Patience.Token);
            load.Target = receiver.Callback;
        }

        await load.StopAsync();
        File.Delete(slow);
        var verdict = await receiver.DrainAndJudgeAsync(load.Record, Patience.Token);

        verdict.Enforce();
    }

    [Theory]
    [Trait("row", "D04")]
    [InlineData(1)]
    [InlineData(250)]
    public async Task Right_after_a_new_segment_and_right_after_the_first_ever(int acknowledged)
    {
        var rounds = Rounds.Of("WHATSAPP_ROLL_ROUNDS", normally: 2);
        await using var disk = await LoopDisk.CreateAsync();
        await using var receiver = new LedgerReceiver(disk.Inbox);
        await using var load = new LoadDriver(new LoadShape { Rate = 1000, Length = static random => random.Next(2_000, 20_000), Conversations = 16 });
        receiver.Settings["Inbox:SegmentBytes"] = "65536";
        receiver.Settings["Inbox:MinimumFreeBytes"] = "1048576";
        await receiver.StartReadyAsync(Patience.Token);
        load.Start(receiver.Callback);

        for (var round = 1; round <= rounds; round++)
        {
            await load.UntilAcknowledgedAsync(load.Record.Acknowledgements + acknowledged, Patience.Token);
            await UntilNewSegmentAsync(disk, acknowledged is 1);
            await CutAsync(disk, receiver, load);
            await disk.MountAgainAsync();
            await receiver.StartReadyAsync(Patience.Token);
            load.Target = receiver.Callback;
        }

        await load.StopAsync();
        var verdict = await receiver.DrainAndJudgeAsync(load.Record, Patience.Token);

        verdict.Enforce();
    }

    [ThoroughFact]
    [Trait("row", "D05")]
    public async Task In_the_middle_of_the_recovery_and_again()
    {
        var random = new Random();
        await using var disk = await LoopDisk.CreateAsync();
        await using var receiver = new LedgerReceiver(disk.Inbox);
        await using var load = new LoadDriver(new LoadShape { Rate = 800, Length = LoadShape.Short });
        receiver.Settings["Inbox:SegmentBytes"] = "65536";
        receiver.Settings["Inbox:MinimumFreeBytes"] = "1048576";
        await receiver.StartReadyAsync(Patience.Token);
        load.Start(receiver.Callback);
        await load.UntilAcknowledgedAsync(1000, Patience.Token);
        await CutAsync(disk, receiver, load);
        await load.StopAsync();

        // Recovery begins some 200 ms after the start: the cuts fall before, during and after it.
        for (var cut = 0; cut < Rounds.Of("WHATSAPP_RECOVERY_ROUNDS", normally: 3); cut++)
        {
            await disk.MountAgainAsync();
            receiver.Start();
            await Task.Delay(random.Next(150, 500), Patience.Token);
            await CutAsync(disk, receiver, load);
        }

        await disk.MountAgainAsync();
        await receiver.StartReadyAsync(Patience.Token);
        var verdict = await receiver.DrainAndJudgeAsync(load.Record, Patience.Token);

        verdict.Enforce();
    }

    [ThoroughFact]
    [Trait("row", "J18")]
    public async Task What_a_recovery_has_dispatched_is_still_there_after_a_cut_that_comes_before_any_new_delivery()
    {
        await using var disk = await LoopDisk.CreateAsync();
        await using var receiver = new LedgerReceiver(disk.Inbox);
        var hang = receiver.File("hang");
        await File.WriteAllTextAsync(hang, "", Patience.Token);
        receiver.Settings["Inbox:MinimumFreeBytes"] = "1048576";
        receiver.Ledger = receiver.Ledger with { HangingConversations = [.. Enumerable.Range(0, 16)], HangWhile = hang };
        await receiver.StartReadyAsync(Patience.Token);
        await using var load = new LoadDriver(new LoadShape { Conversations = 16, Rate = 1000, Length = LoadShape.Short });
        load.Start(receiver.Callback);
        await load.UntilAcknowledgedAsync(300, Patience.Token);

        // Most likely killed in the middle of a write: a frame that was written and never synced is in the page cache, and the recovery sees it.
        await receiver.KillAsync();
        await load.StopAsync();
        await receiver.StartReadyAsync(Patience.Token);
        var dispatched = await LedgerFile.UntilAsync(
            receiver.Ledger.Path, entries => entries.Any(entry => entry.Life == receiver.Ledger.Life && entry.Step is LedgerStep.Began), Patience.Token);
        await CutAsync(disk, receiver, load);
        var began = dispatched.Concat(LedgerFile.Read(receiver.Ledger.Path)).Select(static entry => entry.MessageId).ToHashSet(StringComparer.Ordinal);

        await disk.MountAgainAsync();
        File.Delete(hang);
        await receiver.StartReadyAsync(Patience.Token);
        await receiver.UntilHandledAsync(load.Record, Patience.Token);
        var handled = await LedgerFile.UntilAsync(
            receiver.Ledger.Path,
            entries => began.IsSubsetOf(entries.Where(static entry => entry.Step is LedgerStep.Ended).Select(static entry => entry.MessageId)),
            Patience.Token);
        var verdict = await receiver.DrainAndJudgeAsync(load.Record, Patience.Token);

        Assert.NotEmpty(handled);
        verdict.Enforce();
    }

    private static Task CutAsync(LoopDisk disk, LedgerReceiver receiver, LoadDriver load) => receiver.LosePowerAsync(load.Record, disk.CutPower, Afterglow);

    private static async Task UntilNewSegmentAsync(LoopDisk disk, bool orAny)
    {
        var deliveries = Path.Combine(disk.Inbox, "deliveries");
        var before = Directory.GetFiles(deliveries).Length;
        await FolderWatch.UntilAsync(deliveries, () => orAny || Directory.GetFiles(deliveries).Length > before, Patience.Token);
    }
}
