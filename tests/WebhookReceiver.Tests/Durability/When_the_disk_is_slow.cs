using System.Net;
using WebhookReceiver.Tests.Durability.Harness;
using WebhookReceiver.Tests.Receiving;
using Xunit;

namespace WebhookReceiver.Tests.Durability;

/// <summary>Every sync takes long, or one takes very long, on the thread that writes deliveries.</summary>
[Collection(ChildProcesses.Name)]
public sealed class When_the_disk_is_slow
{
    [ThoroughFact]
    [Trait("row", "S07")]
    public async Task The_median_answer_waits_for_at_most_two_syncs_however_long_a_sync_takes()
    {
        Machine.Needs("strace");
        await using var receiver = new LedgerReceiver();
        await receiver.StartReadyAsync(Patience.Token);
        await using var load = new LoadDriver(new LoadShape { Connections = 32, Rate = 300, Length = LoadShape.Short });
        load.Start(receiver.Callback);
        await load.UntilAcknowledgedAsync(100, Patience.Token);
        var medians = new List<int>();

        foreach (var milliseconds in (int[])[10, 200])
        {
            medians.Add(await MedianAsync(receiver, load, milliseconds));
        }

        await load.StopAsync();
        var verdict = await receiver.DrainAndJudgeAsync(load.Record, Patience.Token);

        verdict.Enforce();

        // One sync is under way when a delivery arrives, and the next one is its own. The median, because the client's own delays on a busy machine are counted, too.
        Assert.All(medians, static median => Assert.InRange(median, 1, 2));
    }

    [ThoroughFact]
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
            await receiver.Process.UntilReadyAsync(Patience.Token);
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

    /// <summary>How many syncs begin between the sending of a request and its 200, while each sync takes this long.</summary>
    private static async Task<int> MedianAsync(LedgerReceiver receiver, LoadDriver load, int milliseconds)
    {
        await using var watch = await SystemCallWatch.OnThreadsAsync(receiver.Process.DeliveryWriter(), "trace=fdatasync", $"inject=fdatasync:delay_exit={milliseconds * 1000}");
        var from = TimeProvider.System.GetUtcNow();
        await load.UntilAcknowledgedAsync(load.Record.Acknowledgements + 400, Patience.Token);
        var to = TimeProvider.System.GetUtcNow();
        var syncs = watch.Times;
        var waited = load.Record.Answers.Where(answer => answer.IsAcknowledged && answer.SentAt >= from && answer.At <= to)
            .Select(answer => syncs.Count(sync => sync > answer.SentAt && sync < answer.At)).Order().ToList();
        TestContext.Current.TestOutputHelper?.WriteLine($"{milliseconds} ms for each sync: {waited[waited.Count / 2]} syncs began before the usual answer, {waited[waited.Count * 99 / 100]} before the 99th percentile");
        return waited[waited.Count / 2];
    }
}
