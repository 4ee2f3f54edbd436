using System.Globalization;
using WebhookReceiver.Tests.Durability.Harness;
using WebhookReceiver.Tests.Receiving;
using Xunit;

namespace WebhookReceiver.Tests.Durability;

[Collection(ChildProcesses.Name)]
public sealed class When_the_folder_is_taken
{
    [Fact]
    [Trait("row", "S10")]
    public async Task A_second_instance_refuses_to_start_and_names_the_holder_until_that_is_killed()
    {
        await using var receiver = new LedgerReceiver();
        await receiver.StartReadyAsync(Patience.Token);
        var holder = receiver.Process.Id.ToString(CultureInfo.InvariantCulture);

        await using (var second = ReceiverProcess.Start(new(receiver.Settings, StringComparer.Ordinal) { ["EventLog:Path"] = null }))
        {
            Assert.NotEqual(0, await second.UntilExitAsync(Patience.Token));
            Assert.Contains("Inbox:Directory", second.Output, StringComparison.Ordinal);
            Assert.True(second.Output.Contains(holder, StringComparison.Ordinal), $"{holder} is not named in:\n{second.Output}");
        }

        // The first is none the worse for it.
        var record = new LoadRecord();
        await receiver.PostAsync(record, new LoadMessage("s10", 1, 1, 200), Patience.Token);
        await receiver.KillAsync();
        await receiver.StartReadyAsync(Patience.Token);
        var verdict = await receiver.DrainAndJudgeAsync(record, Patience.Token);

        verdict.Enforce();
    }
}
