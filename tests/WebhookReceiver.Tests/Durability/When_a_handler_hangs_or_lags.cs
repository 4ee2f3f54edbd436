using WebhookReceiver.Tests.Durability.Harness;
using WebhookReceiver.Tests.Receiving;
using Xunit;

namespace WebhookReceiver.Tests.Durability;

[Collection(ChildProcesses.Name)]
public sealed class When_a_handler_hangs_or_lags
{
    /// <summary>Behind a backlog of thousands, a time would grow a hundredfold.</summary>
    private const int MostGrowth = 5;

    [Fact]
    [Trait("row", "W03")]
    public async Task It_times_out_the_others_continue_and_its_conversation_keeps_its_order()
    {
        await using var receiver = new LedgerReceiver();
        var hang = receiver.File("hang");
        await File.WriteAllTextAsync(hang, "", Patience.Token);
        receiver.Settings["Dispatch:HandlerTimeout"] = "00:00:01";
        receiver.Settings["Dispatch:MaxAttempts"] = "20";
        receiver.Ledger = receiver.Ledger with { HangingConversations = [0], HangWhile = hang };
        await receiver.StartReadyAsync(Patience.Token);
        await using var load = new LoadDriver(new LoadShape { Connections = 4, Conversations = 12, Rate = 200, Messages = 240, Length = LoadShape.Short });
        load.Start(receiver.Callback);
        await load.UntilAcknowledgedAsync(240, Patience.Token);
        await load.StopAsync();

        // Conversation 0 hangs, and all others are handled meanwhile.
        var others = load.Record.Sent.Values.Where(static message => message.Conversation is not 0).Select(static message => message.Id).ToHashSet(StringComparer.Ordinal);
        var entries = await LedgerFile.UntilAsync(
            receiver.Ledger.Path,
            entries => others.IsSubsetOf(entries.Where(static entry => entry.Step is LedgerStep.Ended).Select(static entry => entry.MessageId))
                && entries.Any(static entry => entry is { Conversation: 0, Number: 1, Step: LedgerStep.Began, Attempt: 2 }),
            Patience.Token);
        Assert.DoesNotContain(entries, static entry => entry is { Conversation: 0, Step: LedgerStep.Ended });

        File.Delete(hang);
        await receiver.UntilHandledAsync(load.Record, Patience.Token);
        var ledger = LedgerFile.Read(receiver.Ledger.Path);
        var first = ledger.Where(static entry => entry is { Conversation: 0, Number: 1, Step: LedgerStep.Began }).ToList();

        // A handling that ignored its timeout may end late, alongside the next attempt: this is the only effect that occurs twice without a crash.
        Assert.Contains(first, static entry => entry.Attempt is 2);
        var order = ledger.Where(static entry => entry is { Conversation: 0, Step: LedgerStep.Ended }).Select(static entry => entry.Number).Distinct().ToList();
        Assert.Equal(order.Order(), order);
        Assert.Equal(0, await receiver.TerminateAsync(Patience.Token));
    }

    [ThoroughFact]
    [Trait("row", "W09")]
    public async Task The_door_stays_fast_and_the_backlog_waits_on_disk_and_is_handled_in_order()
    {
        await using var receiver = new LedgerReceiver();
        var slow = receiver.File("slow");
        receiver.Settings["Channel:Capacity"] = "200";
        receiver.Ledger = receiver.Ledger with { Delay = TimeSpan.FromSeconds(2), SlowWhile = slow };
        await receiver.StartReadyAsync(Patience.Token);
        await using var load = new LoadDriver(new LoadShape { Rate = 800, Length = LoadShape.Short, Conversations = 256 });
        load.Start(receiver.Callback);

        // Warm up, then measure without a backlog, then with handlers that take 2 s each: 16 of them handle a hundredth of what arrives.
        await load.UntilAcknowledgedAsync(1000, Patience.Token);
        var fast = TimeProvider.System.GetUtcNow();
        await load.UntilAcknowledgedAsync(load.Record.Acknowledgements + 1500, Patience.Token);
        var lagging = TimeProvider.System.GetUtcNow();
        await File.WriteAllTextAsync(slow, "", Patience.Token);
        await load.UntilAcknowledgedAsync(load.Record.Acknowledgements + 4000, Patience.Token);
        var end = TimeProvider.System.GetUtcNow();
        await load.StopAsync();
        var backlog = load.Record.Acknowledged.Count() - LedgerFile.Read(receiver.Ledger.Path).Count(static entry => entry.Step is LedgerStep.Ended);
        var memory = receiver.Process.PeakMemory;
        File.Delete(slow);
        var verdict = await receiver.DrainAndJudgeAsync(load.Record, Patience.Token);

        var before = load.Record.QuickestPercentile(99, fast, lagging);
        var during = load.Record.QuickestPercentile(99, lagging, end);
        TestContext.Current.TestOutputHelper?.WriteLine($"p99 {before.TotalMilliseconds:F1} ms before, {during.TotalMilliseconds:F1} ms with {backlog} waiting; {memory >> 20} MiB");
        verdict.Enforce();
        Assert.DoesNotContain(load.Record.Answers, static answer => !answer.IsAcknowledged);
        Assert.True(backlog > 2000, $"Only {backlog} were waiting.");
        Assert.True(during < MostGrowth * before, $"p99 {before} before, {during} with a backlog");
        Assert.True(memory < 400L << 20, $"{memory >> 20} MiB");
    }

    [ThoroughFact]
    [Trait("row", "W10")]
    public async Task A_conversation_with_most_of_the_traffic_holds_up_only_itself()
    {
        await using var receiver = new LedgerReceiver();
        var slow = receiver.File("slow");
        await File.WriteAllTextAsync(slow, "", Patience.Token);
        receiver.Ledger = receiver.Ledger with { Delay = TimeSpan.FromMilliseconds(20), SlowWhile = slow };
        await receiver.StartReadyAsync(Patience.Token);
        var shape = new LoadShape { Connections = 4, Conversations = 32, Rate = 60, RepeatOneIn = 0, Length = LoadShape.Short };
        await using var others = new LoadDriver(shape).Start(receiver.Callback);

        // Warm up, then measure alone, then alongside nine times as much for one conversation, whose handler manages 50 a second.
        await others.UntilAcknowledgedAsync(60, Patience.Token);
        var alone = TimeProvider.System.GetUtcNow();
        await others.UntilAcknowledgedAsync(others.Record.Acknowledgements + 150, Patience.Token);
        var joined = TimeProvider.System.GetUtcNow();
        await using var hot = new LoadDriver(shape with { Connections = 1, Conversations = 1, FirstConversation = 1000, Rate = 9 * shape.Rate }).Start(receiver.Callback);
        await hot.UntilAcknowledgedAsync(200, Patience.Token);
        var beside = TimeProvider.System.GetUtcNow();
        await others.UntilAcknowledgedAsync(others.Record.Acknowledgements + 150, Patience.Token);
        var end = TimeProvider.System.GetUtcNow();
        await hot.StopAsync();
        await others.StopAsync();
        var left = hot.Record.Acknowledgements - LedgerFile.Read(receiver.Ledger.Path).Count(static entry => entry is { Conversation: 1000, Step: LedgerStep.Ended });
        File.Delete(slow);
        await receiver.UntilHandledAsync(hot.Record, Patience.Token);
        await receiver.UntilHandledAsync(others.Record, Patience.Token);

        var handled = LedgerFile.Read(receiver.Ledger.Path);
        var before = UsualTime(others.Record, handled, alone, joined);
        var during = UsualTime(others.Record, handled, beside, end);
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{before.TotalMilliseconds:F1} ms before, {during.TotalMilliseconds:F1} ms during {hot.Record.Acknowledgements} for one conversation, {left} of them waiting");
        Assert.True(left > 100, $"Only {left} were waiting.");
        Assert.True(during < MostGrowth * before, $"{before} before, {during} alongside a busy conversation");
        var order = handled.Where(static entry => entry is { Conversation: 1000, Step: LedgerStep.Ended }).Select(static entry => entry.Number).ToList();
        Assert.Equal(order.Order(), order);
    }

    /// <summary>From sending to the end of the handling: the least of the medians of five parts of the span.</summary>
    private static TimeSpan UsualTime(LoadRecord record, IEnumerable<LedgerEntry> handled, DateTimeOffset from, DateTimeOffset to)
    {
        var ended = handled.Where(static entry => entry.Step is LedgerStep.Ended)
            .DistinctBy(static entry => entry.MessageId)
            .ToDictionary(static entry => entry.MessageId, static entry => entry.At, StringComparer.Ordinal);
        return record.Answers.Where(answer => answer.IsAcknowledged && answer.SentAt >= from && answer.SentAt < to)
            .GroupBy(answer => (int)(5 * ((answer.SentAt - from) / (to - from))))
            .Select(part => part.Select(answer => ended[answer.MessageId] - answer.SentAt).Order().ElementAt(part.Count() / 2))
            .Min();
    }
}
