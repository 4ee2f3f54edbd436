using System.Globalization;
using System.Net;
using WebhookReceiver.Tests.Durability.Harness;
using WebhookReceiver.Tests.Receiving;
using Xunit;

namespace WebhookReceiver.Tests.Durability;

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

        // The first one is unaffected.
        var record = new LoadRecord();
        await receiver.PostAsync(record, new LoadMessage("s10", 1, 1, 200), Patience.Token);
        await receiver.KillAsync();
        await receiver.StartReadyAsync(Patience.Token);
        var verdict = await receiver.DrainAndJudgeAsync(record, Patience.Token);

        verdict.Enforce();
    }

    [Fact]
    [Trait("row", "S10")]
    public async Task A_second_instance_that_may_wait_takes_over_when_the_first_has_stopped()
    {
        await using var receiver = new LedgerReceiver();
        await receiver.StartReadyAsync(Patience.Token);
        var holder = $"process {receiver.Process.Id.ToString(CultureInfo.InvariantCulture)} on ";
        var settings = new Dictionary<string, string?>(receiver.Settings, StringComparer.Ordinal) { ["EventLog:Path"] = null, ["Inbox:WaitForFolder"] = "00:05:00" };
        var keyFile = Path.Combine(settings["Inbox:Directory"]!, "operations.key");
        var firstKey = await File.ReadAllTextAsync(keyFile, Patience.Token);
        await using var second = ReceiverProcess.Start(settings);
        await second.UntilAliveAsync(Patience.Token);

        var waiting = await second.InboxHealthAsync(Patience.Token);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await second.HealthAsync("ready", Patience.Token));
        Assert.Contains(holder, waiting.GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Equal(settings["Inbox:Directory"], waiting.GetProperty("directory").GetString());
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await PostAsync(second, "wamid.early"));
        Assert.Equal(firstKey, await File.ReadAllTextAsync(keyFile, Patience.Token));

        receiver.Process.Terminate();
        await receiver.Process.UntilExitAsync(Patience.Token);
        await second.UntilReadyAsync(Patience.Token);

        Assert.Equal(HttpStatusCode.OK, await PostAsync(second, "wamid.late"));
        Assert.NotEqual(firstKey, await File.ReadAllTextAsync(keyFile, Patience.Token));
    }

    [Fact]
    public async Task A_second_instance_that_waits_can_be_stopped()
    {
        await using var receiver = new LedgerReceiver();
        await receiver.StartReadyAsync(Patience.Token);
        await using var second = ReceiverProcess.Start(new(receiver.Settings, StringComparer.Ordinal) { ["EventLog:Path"] = null, ["Inbox:WaitForFolder"] = "00:05:00" });
        await second.UntilAliveAsync(Patience.Token);

        second.Terminate();

        Assert.Equal(0, await second.UntilExitAsync(Patience.Token));
    }

    private static async Task<HttpStatusCode> PostAsync(ReceiverProcess process, string id)
    {
        using var answer = await process.Http.SendAsync(Notifications.Signed(process.Callback, Notifications.Text("15550100300", id, "text")), Patience.Token);
        return answer.StatusCode;
    }
}
