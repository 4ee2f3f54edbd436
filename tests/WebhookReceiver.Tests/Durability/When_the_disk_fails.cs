using System.Net;
using WebhookReceiver.Tests.Durability.Harness;
using WebhookReceiver.Tests.Receiving;
using Xunit;

namespace WebhookReceiver.Tests.Durability;

/// <summary>System calls fail on the thread that writes deliveries, in a process that was started as usual.</summary>
public sealed class When_the_disk_fails
{
    /// <summary>A busy loop uses a whole processor.</summary>
    private const double MostProcessor = 0.2;

    [Fact]
    [Trait("row", "S01")]
    public async Task A_sync_that_fails_once_is_a_503_and_its_segment_is_never_touched_again()
    {
        Machine.Needs("strace");
        var record = new LoadRecord();
        await using var receiver = new LedgerReceiver();
        await receiver.StartReadyAsync(Patience.Token);
        await receiver.PostAsync(record, new LoadMessage("s01", 1, 1, 200), Patience.Token);
        IReadOnlyList<string> lines;

        await using (var watch = await SystemCallWatch.OnThreadsAsync(
            receiver.Process.DeliveryWriter(), "trace=fdatasync,fsync,pwrite64,openat", "inject=fdatasync:error=EIO:when=1"))
        {
            var sentAt = TimeProvider.System.GetUtcNow();
            Assert.Equal(HttpStatusCode.ServiceUnavailable, await receiver.TryPostAsync(record, new LoadMessage("s01", 2, 1, 200), Patience.Token));
            receiver.NothingSafeSince(sentAt, TimeProvider.System.GetUtcNow());

            await receiver.PostAsync(record, new LoadMessage("s01", 2, 1, 200), Patience.Token);
            await receiver.PostAsync(record, new LoadMessage("s01", 3, 1, 200), Patience.Token);
            await watch.LeaveAsync();
            lines = watch.Lines;
        }

        var verdict = await receiver.DrainAndJudgeAsync(record, Patience.Token);
        verdict.Enforce();
        var failed = lines.Select((line, number) => (line, number)).Single(static entry => entry.line.Contains("(INJECTED)", StringComparison.Ordinal));
        var poisoned = failed.line[failed.line.IndexOf('<', StringComparison.Ordinal)..failed.line.IndexOf('>', StringComparison.Ordinal)];
        Assert.DoesNotContain(lines.Skip(failed.number + 1), line => line.Contains(poisoned, StringComparison.Ordinal));
    }

    [ThoroughFact]
    [Trait("row", "S02")]
    public async Task While_no_sync_succeeds_there_is_no_200_and_afterwards_it_recovers_by_itself()
    {
        Machine.Needs("strace");
        await using var receiver = new LedgerReceiver();
        await receiver.StartReadyAsync(Patience.Token);
        await using var load = new LoadDriver(new LoadShape { Connections = 8, Rate = 400, Length = LoadShape.Short });
        load.Start(receiver.Callback);

        foreach (var error in (string[])["EIO", "EROFS", "EDQUOT"])
        {
            await load.UntilAcknowledgedAsync(load.Record.Acknowledgements + 100, Patience.Token);
            var from = TimeProvider.System.GetUtcNow();
            await FailSyncsAsync(receiver, load, error);
            await load.UntilAcknowledgedAsync(load.Record.Acknowledgements + 200, Patience.Token);
            Assert.Contains(load.Record.Answers, answer => answer.Status is HttpStatusCode.ServiceUnavailable && answer.At > from);
        }

        await load.StopAsync();
        var verdict = await receiver.DrainAndJudgeAsync(load.Record, Patience.Token);

        verdict.Enforce();
    }

    [ThoroughFact]
    [Trait("row", "S09")]
    public async Task A_short_or_interrupted_write_results_in_complete_frames_or_a_refusal()
    {
        Machine.Needs("strace");
        await using var receiver = new LedgerReceiver();
        var shape = new LoadShape { Connections = 8, Rate = 400, Length = LoadShape.Short };

        // No life but the last handles anything, so that what was acknowledged can only come from the disk.
        var hang = receiver.File("hang");
        await File.WriteAllTextAsync(hang, "", Patience.Token);
        receiver.Ledger = receiver.Ledger with { HangingConversations = [.. Enumerable.Range(0, shape.Conversations)], HangWhile = hang };
        await receiver.StartReadyAsync(Patience.Token);
        await using var load = new LoadDriver(shape);
        load.Start(receiver.Callback);

        // A short write faked by strace has written nothing at all: the bytes that the call claims to have written are not in the file, as after a
        // failing disk. A frame with such a hole must not be acknowledged as intact, or it is lost at the restart.
        foreach (var injection in (string[])["retval=2:when=2..6+2", "error=EINTR:when=2..12+2", "error=EAGAIN:when=2..12+2", "error=ENOSPC:when=2..8+3"])
        {
            await load.UntilAcknowledgedAsync(load.Record.Acknowledgements + 50, Patience.Token);

            await using (var watch = await SystemCallWatch.OnThreadsAsync(receiver.Process.DeliveryWriter(), "trace=pwrite64", $"inject=pwrite64:{injection}"))
            {
                await load.UntilAcknowledgedAsync(load.Record.Acknowledgements + 200, Patience.Token);
                Assert.True(watch.Injected > 0, $"Nothing was injected: {injection}");
            }

            Assert.False(receiver.Process.HasExited, receiver.Process.Output);
            await receiver.KillAsync();
            load.Target = (await receiver.StartReadyAsync(Patience.Token)).Callback;
        }

        await load.StopAsync();
        File.Delete(hang);
        var verdict = await receiver.DrainAndJudgeAsync(load.Record, Patience.Token);

        verdict.Enforce();
    }

    /// <summary>Lets every sync fail until it has been seen what the receiver does meanwhile, and waits until it is ready again.</summary>
    private static async Task FailSyncsAsync(LedgerReceiver receiver, LoadDriver load, string error)
    {
        await using (var watch = await SystemCallWatch.OnThreadsAsync(receiver.Process.DeliveryWriter(), "trace=fdatasync", $"inject=fdatasync:error={error}"))
        {
            var from = TimeProvider.System.GetUtcNow();
            await UntilReadyIsAsync(receiver, HttpStatusCode.ServiceUnavailable);

            // Refusals have their own cost: this measures what the receiver does on its own.
            load.IsPaused = true;
            var quietest = await QuietestAsync(receiver);
            receiver.NothingSafeSince(from, TimeProvider.System.GetUtcNow());
            Assert.True(watch.Injected is > 0 and < 100, $"{watch.Injected} syncs were tried");
            Assert.True(quietest < MostProcessor, $"{quietest:P0} of a processor");
        }

        load.IsPaused = false;
        await UntilReadyIsAsync(receiver, HttpStatusCode.OK);
    }

    private static async Task UntilReadyIsAsync(LedgerReceiver receiver, HttpStatusCode status)
    {
        var token = Patience.Token;
        await Poll.UntilAsync(async () => await receiver.Process.HealthAsync("ready", token) == status, $"readiness was {status}", token);
    }

    /// <summary>
    /// The least share of a processor used in any of many spans: for some time after a load the runtime is still compiling, and longer where other tests need the processors. Whether the receiver
    /// spins while the fault lasts only shows over time.
    /// </summary>
    private static async Task<double> QuietestAsync(LedgerReceiver receiver)
    {
        var quietest = 1.0;

        for (var span = 0; span < 80 && quietest > MostProcessor / 2; span++)
        {
            var (before, began) = (receiver.Process.ProcessorTime, TimeProvider.System.GetTimestamp());
            await Task.Delay(TimeSpan.FromMilliseconds(500), TimeProvider.System, Patience.Token);
            quietest = Math.Min(quietest, (receiver.Process.ProcessorTime - before) / TimeProvider.System.GetElapsedTime(began));
        }

        return quietest;
    }
}
