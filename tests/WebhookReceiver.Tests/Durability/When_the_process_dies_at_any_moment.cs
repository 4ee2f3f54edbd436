using WebhookReceiver.Tests.Durability.Harness;
using WebhookReceiver.Tests.Receiving;
using Xunit;

namespace WebhookReceiver.Tests.Durability;

public sealed class When_the_process_dies_at_any_moment
{
    [Fact]
    [Trait("row", "D01")]
    public async Task Nothing_acknowledged_is_lost_and_only_what_was_in_flight_is_handled_again()
    {
        var rounds = Rounds.Of("WHATSAPP_KILL_ROUNDS", normally: 4);
        var random = new Random();
        await using var receiver = new LedgerReceiver();
        await using var load = new LoadDriver(new LoadShape { Rate = 600, Messages = 2000 * rounds });
        await receiver.StartReadyAsync(Patience.Token);
        load.Start(receiver.Callback);

        for (var round = 1; round <= rounds; round++)
        {
            await load.UntilAcknowledgedAsync(load.Record.Acknowledgements + random.Next(1, 800), Patience.Token);
            await receiver.KillAsync();
            await receiver.StartReadyAsync(Patience.Token);
            load.Target = receiver.Callback;
        }

        await load.StopAsync();
        var verdict = await receiver.DrainAndJudgeAsync(load.Record, Patience.Token);

        verdict.Enforce();
    }

    [ThoroughFact]
    [Trait("row", "D07")]
    public async Task A_storm_of_restarts_loses_nothing_and_the_folder_does_not_grow_without_limit()
    {
        var rounds = Rounds.Of("WHATSAPP_STORM_ROUNDS", normally: 12);
        var random = new Random();
        await using var receiver = new LedgerReceiver();
        await using var load = new LoadDriver(new LoadShape { Rate = 400, Messages = 500 * rounds, Length = LoadShape.Short });
        load.Start(receiver.Start().Callback);

        for (var round = 1; round <= rounds; round++)
        {
            if (round % 2 is 0)
            {
                await receiver.Process.UntilReadyAsync(Patience.Token);
            }

            // It is killed during startup as often as under load: the random moment is the point here, so there is nothing to wait for.
            await Task.Delay(random.Next(50, 500), Patience.Token);
            await receiver.KillAsync();
            load.Target = receiver.Start().Callback;
        }

        await receiver.Process.UntilReadyAsync(Patience.Token);
        await load.StopAsync();
        var verdict = await receiver.DrainAndJudgeAsync(load.Record, Patience.Token);

        verdict.Enforce();
        var stored = Directory.EnumerateFiles(receiver.InboxDirectory, "*", SearchOption.AllDirectories).Sum(static file => new FileInfo(file).Length);
        var sent = load.Record.Answers.Sum(answer => (long)load.Record.Sent[answer.MessageId].Length + 2_000);
        Assert.True(stored < (2 * sent) + (rounds * 1_000_000L), $"{stored} bytes in the folder for {sent} bytes sent");
    }
}
