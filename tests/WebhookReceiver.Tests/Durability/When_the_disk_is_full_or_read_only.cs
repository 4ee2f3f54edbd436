using System.Net;
using WebhookReceiver.Tests.Durability.Harness;
using WebhookReceiver.Tests.Receiving;
using Xunit;

namespace WebhookReceiver.Tests.Durability;

/// <summary>The inbox is on its own small disk, and the failures are real.</summary>
public sealed class When_the_disk_is_full_or_read_only
{
    [Fact]
    [Trait("row", "S04")]
    public async Task Full_in_the_middle_of_a_frame_it_refuses_and_resumes_by_itself_when_there_is_room()
    {
        await using var disk = await LoopDisk.CreateAsync(32);
        await using var receiver = new LedgerReceiver(disk.Inbox);
        receiver.Settings["Inbox:MinimumFreeBytes"] = "0";
        receiver.Settings["Inbox:SegmentBytes"] = "1048576";
        await receiver.StartReadyAsync(Patience.Token);
        var filler = Path.Combine(disk.Root, "filler");

        // All but a megabyte is taken; the rest fills up with frames, ending in the middle of one, because their lengths are odd.
        await using (var file = File.Create(filler))
        {
            var left = new DriveInfo(disk.Root).AvailableFreeSpace - (1 << 20);
            var block = new byte[1 << 20];

            for (; left > 0; left -= block.Length)
            {
                await file.WriteAsync(block.AsMemory(0, (int)Math.Min(left, block.Length)), Patience.Token);
            }
        }

        await using var load = new LoadDriver(new LoadShape { Connections = 8, Rate = 300, Length = static random => random.Next(5_001, 40_001) });
        load.Start(receiver.Callback);
        await UntilRefusedAsync(load, 20);
        File.Delete(filler);

        await load.UntilAcknowledgedAsync(load.Record.Acknowledgements + 100, Patience.Token);
        await receiver.KillAsync();
        await receiver.StartReadyAsync(Patience.Token);
        load.Target = receiver.Callback;
        await load.UntilAcknowledgedAsync(load.Record.Acknowledgements + 50, Patience.Token);
        await load.StopAsync();
        var verdict = await receiver.DrainAndJudgeAsync(load.Record, Patience.Token);

        verdict.Enforce();
    }

    [ThoroughFact]
    [Trait("row", "S03")]
    public async Task A_disk_that_accepted_the_bytes_and_cannot_keep_them_never_leads_to_a_200()
    {
        await using var disk = await LoopDisk.CreateLyingAsync(megabytes: 64, megabytesThere: 20);
        await using var receiver = new LedgerReceiver(disk.Inbox);
        receiver.Settings["Inbox:MinimumFreeBytes"] = "0";
        await receiver.StartReadyAsync(Patience.Token);
        await using var load = new LoadDriver(new LoadShape { Connections = 8, Rate = 600, Length = static random => random.Next(10_000, 60_000), RepeatOneIn = 0 });
        load.Start(receiver.Callback);
        await UntilRefusedAsync(load, 20);

        // The ledger shows which of the acknowledged were handled before; what is judged is whether the others can be read after the remount.
        await receiver.KillAsync();
        await load.StopAsync();
        await disk.MountAgainAsync();
        var stored = await ReadAllAsync(disk.Inbox);
        var handled = LedgerFile.Read(receiver.Ledger.Path).Where(static entry => entry.Step is LedgerStep.Ended).Select(static entry => entry.MessageId).ToHashSet(StringComparer.Ordinal);
        var lost = load.Record.Acknowledged.Where(id => !handled.Contains(id) && !stored.Contains(load.Record.Sent[id].Text, StringComparison.Ordinal)).ToList();

        Assert.Empty(lost);
        Assert.NotEmpty(load.Record.Acknowledged);
    }

    [Fact]
    [Trait("row", "S05")]
    public async Task A_start_on_a_read_only_folder_is_refused_with_its_name()
    {
        await using var disk = await LoopDisk.CreateAsync(32);
        await using var receiver = new LedgerReceiver(disk.Inbox);
        receiver.Settings["Inbox:MinimumFreeBytes"] = "0";
        await receiver.StartReadyAsync(Patience.Token);
        await receiver.TerminateAsync(Patience.Token);
        await disk.MountAgainAsync("ro");

        var refused = receiver.Start();
        var exitCode = await refused.UntilExitAsync(Patience.Token);

        Assert.NotEqual(0, exitCode);
        Assert.Contains("Inbox:Directory", refused.Output, StringComparison.Ordinal);
    }

    [ThoroughFact]
    [Trait("row", "S05")]
    public async Task A_disk_that_becomes_read_only_leads_to_no_200_and_nothing_accepted_before_is_lost()
    {
        await using var disk = await LoopDisk.CreateAsync(64);
        await using var receiver = new LedgerReceiver(disk.Inbox);
        receiver.Settings["Inbox:MinimumFreeBytes"] = "0";
        await receiver.StartReadyAsync(Patience.Token);
        await using var load = new LoadDriver(new LoadShape { Connections = 8, Rate = 300, Length = LoadShape.Short });
        load.Start(receiver.Callback);
        await load.UntilAcknowledgedAsync(200, Patience.Token);

        // What the kernel does by itself when it finds the file system broken.
        await disk.RemountAsync("abort");
        var from = TimeProvider.System.GetUtcNow();
        await UntilRefusedAsync(load, 20);
        await UntilNotReadyAsync(receiver);
        Assert.False(receiver.Process.HasExited, receiver.Process.Output);
        receiver.NothingSafeSince(from, TimeProvider.System.GetUtcNow());

        await receiver.KillAsync(EndOfLife.PowerLost);
        await disk.MountAgainAsync();
        await receiver.StartReadyAsync(Patience.Token);
        load.Target = receiver.Callback;
        await load.UntilAcknowledgedAsync(load.Record.Acknowledgements + 50, Patience.Token);
        await load.StopAsync();
        var verdict = await receiver.DrainAndJudgeAsync(load.Record, Patience.Token);

        verdict.Enforce();
    }

    private static async Task UntilRefusedAsync(LoadDriver load, int times)
    {
        await load.Record.UntilAsync(record => record.Answers.Count(static answer => answer.Status is HttpStatusCode.ServiceUnavailable) >= times, "so many were refused");
    }

    private static async Task UntilNotReadyAsync(LedgerReceiver receiver)
    {
        var token = Patience.Token;

        await Poll.UntilAsync(async () => await receiver.Process.HealthAsync("ready", token) is not HttpStatusCode.OK, "the service was not ready any more", token);
    }

    /// <summary>Everything that can be read; what is behind a disk error cannot.</summary>
    private static async Task<string> ReadAllAsync(string folder)
    {
        using var all = new MemoryStream();
        var block = new byte[4096];

        foreach (var path in Directory.EnumerateFiles(Path.Combine(folder, "deliveries")))
        {
            using var file = File.OpenHandle(path);

            for (long offset = 0; offset < RandomAccess.GetLength(file); offset += block.Length)
            {
                try
                {
                    var read = await RandomAccess.ReadAsync(file, block, offset, Patience.Token);
                    await all.WriteAsync(block.AsMemory(0, read), Patience.Token);
                }
                catch (IOException)
                {
                    // Lost, and not read.
                }
            }
        }

        return System.Text.Encoding.Latin1.GetString(all.GetBuffer(), 0, (int)all.Length);
    }
}
