using System.Net;
using WebhookReceiver.Tests.Durability.Harness;
using WebhookReceiver.Tests.Receiving;
using Xunit;

namespace WebhookReceiver.Tests.Durability;

public sealed class When_the_service_is_stopped_under_load
{
    [Fact]
    [Trait("row", "D08")]
    public async Task It_exits_with_0_in_time_and_nothing_is_lost_or_handled_again()
    {
        await using var receiver = new LedgerReceiver();

        // Longer than a busy machine needs: a stop that is cut short handles and logs again what it could not record.
        receiver.Settings["ShutdownTimeoutSeconds"] = "120";
        await using var load = new LoadDriver(new LoadShape { Rate = 1500 });
        await receiver.StartReadyAsync(Patience.Token);
        load.Start(receiver.Callback);
        await load.UntilAcknowledgedAsync(500, Patience.Token);

        var exitCode = await receiver.TerminateAsync(Patience.Token);

        Assert.Equal(0, exitCode);

        await receiver.StartReadyAsync(Patience.Token);
        load.Target = receiver.Callback;
        await load.StopAsync();
        var verdict = await receiver.DrainAndJudgeAsync(load.Record, Patience.Token);

        verdict.Enforce();
        Assert.All(load.Record.Answers, static answer => Assert.True(answer.Status is null or HttpStatusCode.OK or HttpStatusCode.ServiceUnavailable, $"{answer.Status}"));
    }

    [ThoroughFact]
    [Trait("row", "D09")]
    public async Task A_hanging_handler_does_not_delay_it_and_its_message_is_handled_after_the_restart()
    {
        await using var receiver = new LedgerReceiver();
        var hang = receiver.File("hang");
        await File.WriteAllTextAsync(hang, "", Patience.Token);
        receiver.Settings["ShutdownTimeoutSeconds"] = "3";
        receiver.Ledger = receiver.Ledger with { HangingConversations = [1], HangWhile = hang };
        await receiver.StartReadyAsync(Patience.Token);
        var record = new LoadRecord();
        await receiver.PostAsync(record, new LoadMessage("d09", 1, 1, 200), Patience.Token);
        await receiver.PostAsync(record, new LoadMessage("d09", 2, 1, 200), Patience.Token);
        await LedgerFile.UntilAsync(
            receiver.Ledger.Path,
            static entries => entries.Any(static entry => entry is { Conversation: 1, Step: LedgerStep.Began }) && entries.Any(static entry => entry is { Conversation: 2, Step: LedgerStep.Ended }),
            Patience.Token);

        // The handler hangs for as long as the file exists: a service that waited for it would never stop.
        await receiver.TerminateAsync(Patience.Token, EndOfLife.InMidWork);
        File.Delete(hang);
        await receiver.StartReadyAsync(Patience.Token);
        var verdict = await receiver.DrainAndJudgeAsync(record, Patience.Token);

        verdict.Enforce();
        var ended = Assert.Single(LedgerFile.Read(receiver.Ledger.Path), static entry => entry is { Conversation: 1, Step: LedgerStep.Ended });
        Assert.Equal(2, ended.Life);
        Assert.Equal(2, ended.Attempt);
    }

    [ThoroughFact]
    [Trait("row", "D10")]
    public async Task Frozen_for_a_while_it_resumes_and_repeated_requests_take_effect_once()
    {
        await using var receiver = new LedgerReceiver();
        await using var load = new LoadDriver(new LoadShape { Rate = 500, GivesUpAfter = TimeSpan.FromSeconds(1) });
        await receiver.StartReadyAsync(Patience.Token);
        load.Start(receiver.Callback);
        await load.UntilAcknowledgedAsync(200, Patience.Token);

        receiver.Process.Freeze();
        await Task.Delay(TimeSpan.FromSeconds(Rounds.Of("WHATSAPP_FREEZE_SECONDS", normally: 3)), Patience.Token);
        receiver.Process.Thaw();

        await load.UntilAcknowledgedAsync(load.Record.Acknowledgements + 300, Patience.Token);
        await load.StopAsync();
        var verdict = await receiver.DrainAndJudgeAsync(load.Record, Patience.Token);

        verdict.Enforce();
        Assert.Contains(load.Record.Answers, static answer => answer.Status is null);
    }
}
