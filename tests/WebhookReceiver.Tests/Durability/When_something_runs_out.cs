using System.Globalization;
using System.Net;
using System.Net.Sockets;
using WebhookReceiver.Tests.Durability.Harness;
using WebhookReceiver.Tests.Receiving;
using Xunit;

namespace WebhookReceiver.Tests.Durability;

[Collection(ChildProcesses.Name)]
public sealed class When_something_runs_out
{
    [Fact]
    [Trait("row", "S06")]
    public async Task With_too_little_free_space_the_door_answers_503_and_what_is_waiting_is_still_handled()
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

    /// <summary>
    /// The connections arrive faster than any thread could look at them, while the receiver has handles for a few hundred: those above the limit are closed, and the
    /// process continues to accept, to write its inbox and to report its health.
    /// </summary>
    [ThoroughFact]
    [Trait("row", "S12")]
    public async Task With_few_file_handles_a_burst_of_connections_costs_neither_a_delivery_nor_the_process()
    {
        const int handles = 512;
        const int burst = 1500;
        Machine.Needs("prlimit");
        await using var receiver = new LedgerReceiver { Launcher = ["prlimit", $"--nofile={handles}"] };
        await receiver.StartReadyAsync(Patience.Token);
        await using var load = new LoadDriver(new LoadShape { Connections = 16, Conversations = 64, Rate = 200, Length = LoadShape.Short });
        load.Start(receiver.Callback);
        await load.UntilAcknowledgedAsync(20, Patience.Token);
        var crowd = new List<Socket>();

        try
        {
            for (var round = 0; round < 3; round++)
            {
                for (var connection = 0; connection < burst / 3; connection++)
                {
                    crowd.Add(await ConnectAsync(receiver.Callback));
                }

                Assert.Equal(HttpStatusCode.OK, await receiver.Process.HealthAsync("live", Patience.Token));
                await load.UntilAcknowledgedAsync(load.Record.Acknowledgements + 50, Patience.Token);
            }

            Assert.InRange(receiver.Process.OpenFiles, 1, handles - 1);
        }
        finally
        {
            crowd.ForEach(static socket => socket.Dispose());
        }

        // The crowd is gone, so a new sender gets in as soon as the receiver has noticed.
        await receiver.PostAsync(load.Record, new LoadMessage("s12", 1000, 1, 200), Patience.Token);
        await load.StopAsync();
        var verdict = await receiver.DrainAndJudgeAsync(load.Record, Patience.Token);
        verdict.Enforce();
    }

    [Fact]
    [Trait("row", "S12")]
    public async Task With_too_few_file_handles_to_run_it_does_not_start_and_says_what_to_raise()
    {
        Machine.Needs("prlimit");
        await using var receiver = new LedgerReceiver { Launcher = ["prlimit", "--nofile=350"] };

        Assert.Equal(1, await receiver.Start().UntilExitAsync(Patience.Token));
        Assert.Contains("350 file handles", receiver.Process.Output, StringComparison.Ordinal);
        Assert.Contains("ulimit -n", receiver.Process.Output, StringComparison.Ordinal);
    }

    private static async Task<Socket> ConnectAsync(Uri callback)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

        try
        {
            await socket.ConnectAsync(callback.Host, callback.Port, Patience.Token);
        }
        catch (SocketException exception) when (exception.SocketErrorCode is SocketError.ConnectionReset)
        {
            // One too many, and closed before this side looked.
        }

        return socket;
    }
}
