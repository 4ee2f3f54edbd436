using System.Net;
using WebhookReceiver.Tests.Durability.Harness;
using WebhookReceiver.Tests.Receiving;
using Xunit;

namespace WebhookReceiver.Tests.Durability;

/// <summary>System calls fail on the thread that writes deliveries, in a process that was started as usual.</summary>
[Collection(ChildProcesses.Name)]
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

    [Theory]
    [Trait("row", "S02")]
    [InlineData("EIO")]
    [InlineData("EROFS")]
    [InlineData("EDQUOT")]
    public async Task While_no_sync_succeeds_there_is_no_200_and_afterwards_it_recovers_by_itself(string error)
    {
        Machine.Needs("strace");
        await using var receiver = new LedgerReceiver();
        await receiver.StartReadyAsync(Patience.Token);
        await using var load = new LoadDriver(new LoadShape { Connections = 8, Rate = 400, Length = LoadShape.Short });
        load.Start(receiver.Callback);
        await load.UntilAcknowledgedAsync(100, Patience.Token);

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
        await load.UntilAcknowledgedAsync(load.Record.Acknowledgements + 200, Patience.Token);
        await load.StopAsync();
        var verdict = await receiver.DrainAndJudgeAsync(load.Record, Patience.Token);

        verdict.Enforce();
        Assert.Contains(load.Record.Answers, static answer => answer.Status is HttpStatusCode.ServiceUnavailable);
    }

    [Theory]
    [Trait("row", "S09")]
    [InlineData("inject=pwrite64:retval=2:when=2..6+2")]
    [InlineData("inject=pwrite64:error=EINTR:when=2..12+2")]
    [InlineData("inject=pwrite64:error=EAGAIN:when=2..12+2")]
    [InlineData("inject=pwrite64:error=ENOSPC:when=2..8+3")]
    public async Task A_short_or_interrupted_write_results_in_complete_frames_or_a_refusal(string injection)
    {
        Machine.Needs("strace");
        await using var receiver = new LedgerReceiver();
        await receiver.StartReadyAsync(Patience.Token);
        await using var load = new LoadDriver(new LoadShape { Connections = 8, Rate = 400, Length = LoadShape.Short });
        load.Start(receiver.Callback);
        await load.UntilAcknowledgedAsync(50, Patience.Token);

        // A short write faked by strace has written nothing at all: the bytes that the call claims to have written are not in the file, as after a
        // failing disk. A frame with such a hole must not be acknowledged as intact, or it is lost at the restart.
        await using (var watch = await SystemCallWatch.OnThreadsAsync(receiver.Process.DeliveryWriter(), "trace=pwrite64", injection))
        {
            await load.UntilAcknowledgedAsync(load.Record.Acknowledgements + 200, Patience.Token);
            Assert.True(watch.Injected > 0, "Nothing was injected.");
        }

        Assert.False(receiver.Process.HasExited, receiver.Process.Output);
        await receiver.KillAsync();
        await receiver.StartReadyAsync(Patience.Token);
        load.Target = receiver.Callback;
        await load.StopAsync();
        var verdict = await receiver.DrainAndJudgeAsync(load.Record, Patience.Token);

        verdict.Enforce();
    }

    [Theory]
    [Trait("row", "S07")]
    [InlineData(10)]
    [InlineData(200)]
    public async Task On_a_slow_disk_the_median_answer_waits_for_at_most_two_syncs(int milliseconds)
    {
        Machine.Needs("strace");
        await using var receiver = new LedgerReceiver();
        await receiver.StartReadyAsync(Patience.Token);
        await using var load = new LoadDriver(new LoadShape { Connections = 32, Rate = 300, Length = LoadShape.Short });
        load.Start(receiver.Callback);
        await load.UntilAcknowledgedAsync(100, Patience.Token);
        DateTimeOffset from, to;
        IReadOnlyList<DateTimeOffset> syncs;

        await using (var watch = await SystemCallWatch.OnThreadsAsync(receiver.Process.DeliveryWriter(), "trace=fdatasync", $"inject=fdatasync:delay_exit={milliseconds * 1000}"))
        {
            from = TimeProvider.System.GetUtcNow();
            await load.UntilAcknowledgedAsync(load.Record.Acknowledgements + 400, Patience.Token);
            to = TimeProvider.System.GetUtcNow();
            syncs = watch.Times;
        }

        await load.StopAsync();
        var verdict = await receiver.DrainAndJudgeAsync(load.Record, Patience.Token);
        var waited = load.Record.Answers.Where(answer => answer.IsAcknowledged && answer.SentAt >= from && answer.At <= to)
            .Select(answer => syncs.Count(sync => sync > answer.SentAt && sync < answer.At)).Order().ToList();
        TestContext.Current.TestOutputHelper?.WriteLine($"{milliseconds} ms for each sync: {waited[waited.Count / 2]} syncs began before the usual answer, {waited[waited.Count * 99 / 100]} before the 99th percentile");

        verdict.Enforce();

        // One sync is under way when a delivery arrives, and the next one is its own. The median, because the client's own delays on a busy machine are counted, too.
        Assert.InRange(waited[waited.Count / 2], 1, 2);
    }

    [Fact]
    [Trait("row", "S07")]
    [Trait("row", "S08")]
    public async Task A_long_stall_is_answered_with_503_before_any_200_and_readiness_returns_when_it_is_over()
    {
        Machine.Needs("strace");
        var seconds = Rounds.Of("WHATSAPP_STALL_SECONDS", normally: 5);
        await using var receiver = new LedgerReceiver();
        await receiver.StartReadyAsync(Patience.Token);
        await using var load = new LoadDriver(new LoadShape { Connections = 64, Conversations = 256, Rate = 400, Length = LoadShape.Short });
        load.Start(receiver.Callback);
        await load.UntilAcknowledgedAsync(100, Patience.Token);

        await using (var watch = await SystemCallWatch.OnThreadsAsync(
            receiver.Process.DeliveryWriter(), "trace=fdatasync", $"inject=fdatasync:delay_exit={seconds * 1_000_000}:when=3"))
        {
            await load.UntilAcknowledgedAsync(load.Record.Acknowledgements + 300, Patience.Token);
            await UntilReadyIsAsync(receiver, HttpStatusCode.OK);
        }

        await load.StopAsync();
        var verdict = await receiver.DrainAndJudgeAsync(load.Record, Patience.Token);

        verdict.Enforce();

        // Refused during the stall: between the sending of the request and its refusal, no request was answered with 200.
        var answers = load.Record.Answers;
        Assert.Contains(
            answers,
            refused => refused.Status is HttpStatusCode.ServiceUnavailable
                && !answers.Any(answer => answer.IsAcknowledged && answer.At > refused.SentAt && answer.At <= refused.At));
    }

    private static async Task UntilReadyIsAsync(LedgerReceiver receiver, HttpStatusCode status)
    {
        var token = Patience.Token;
        await Poll.UntilAsync(async () => await receiver.Process.HealthAsync("ready", token) == status, $"readiness was {status}", token);
    }

    /// <summary>
    /// The least share of a processor used in any of several spans: for some time after a load the runtime is still compiling. Whether the receiver spins
    /// while the fault lasts only shows over time.
    /// </summary>
    private static async Task<double> QuietestAsync(LedgerReceiver receiver)
    {
        var quietest = 1.0;

        for (var span = 0; span < 16 && quietest > MostProcessor / 2; span++)
        {
            var (before, began) = (receiver.Process.ProcessorTime, TimeProvider.System.GetTimestamp());
            await Task.Delay(TimeSpan.FromMilliseconds(500), TimeProvider.System, Patience.Token);
            quietest = Math.Min(quietest, (receiver.Process.ProcessorTime - before) / TimeProvider.System.GetElapsedTime(began));
        }

        return quietest;
    }
}
