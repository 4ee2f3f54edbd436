using System.Net;
using WebhookReceiver.Tests.Durability.Harness;
using WebhookReceiver.Tests.Receiving;
using Xunit;

namespace WebhookReceiver.Tests.Durability;

public sealed class When_the_same_message_arrives_ten_thousand_times
{
    private const int Connections = 64;
    private const int Times = 10_000;

    [Fact]
    [Trait("row", "W05")]
    public async Task Each_is_answered_with_200_and_one_is_handled_before_and_after_a_restart()
    {
        var record = new LoadRecord();
        var message = new LoadMessage("w05", 1, 1, 500);
        await using var receiver = new LedgerReceiver();
        await receiver.StartReadyAsync(Patience.Token);

        // By then the heap and the threads have reached their size.
        await SendAsync(receiver, record, message, Times);
        var warm = receiver.Process.PeakMemory;
        await SendAsync(receiver, record, message, Times);
        var grown = receiver.Process.PeakMemory - warm;
        await receiver.UntilHandledAsync(record, Patience.Token);
        await receiver.KillAsync();

        await receiver.StartReadyAsync(Patience.Token);
        await SendAsync(receiver, record, message, Times);
        var verdict = await receiver.DrainAndJudgeAsync(record, Patience.Token);

        verdict.Enforce();
        Assert.Equal(3 * Times, record.Acknowledgements);
        Assert.Equal(3 * Times, record.Answers.Count);
        Assert.InRange(LedgerFile.Read(receiver.Ledger.Path).Count(static entry => entry.Step is LedgerStep.Began), 1, 2);
        Assert.True(grown < 64L << 20, $"{grown >> 20} MiB more after {Times} duplicates");
    }

    [ThoroughFact]
    [Trait("row", "V11")]
    public async Task A_captured_request_that_is_replayed_has_no_effect_at_once_and_after_a_restart()
    {
        var record = new LoadRecord();
        var captured = new LoadMessage("v11", 1, 1, 300);
        await using var receiver = new LedgerReceiver();
        await receiver.StartReadyAsync(Patience.Token);
        await receiver.PostAsync(record, captured, Patience.Token);
        await receiver.UntilHandledAsync(record, Patience.Token);

        Assert.Equal(HttpStatusCode.OK, await receiver.TryPostAsync(record, captured, Patience.Token));
        Assert.Equal(0, await receiver.TerminateAsync(Patience.Token));
        await receiver.StartReadyAsync(Patience.Token);
        Assert.Equal(HttpStatusCode.OK, await receiver.TryPostAsync(record, captured, Patience.Token));

        // What follows in the same conversation is handled after it; so when that is handled, the duplicate has been processed.
        await receiver.PostAsync(record, captured with { Number = 2 }, Patience.Token);
        var verdict = await receiver.DrainAndJudgeAsync(record, Patience.Token);

        verdict.Enforce();
        Assert.Equal([1, 2], LedgerFile.Read(receiver.Ledger.Path).Where(static entry => entry.Step is LedgerStep.Began).Select(static entry => entry.Number));
        Assert.Equal(2, EventLogFile.Read(receiver.EventLogPath).Count);
    }

    private static async Task SendAsync(LedgerReceiver receiver, LoadRecord record, LoadMessage message, int times)
    {
        var left = times;

        await Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => Task.Run(async () =>
        {
            while (Interlocked.Decrement(ref left) >= 0)
            {
                await receiver.TryPostAsync(record, message, Patience.Token);
            }
        })));
    }
}
