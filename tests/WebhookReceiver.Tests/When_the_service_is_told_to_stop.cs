using System.Net;
using WebhookReceiver.Tests.Receiving;
using Xunit;

namespace WebhookReceiver.Tests;

public sealed class When_the_service_is_told_to_stop
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_in_line_is_handled_first_and_the_exit_code_is_0()
    {
        using var directory = new TemporaryDirectory();
        var log = directory.File("events.jsonl");
        await using var receiver = ReceiverProcess.Start(new(StringComparer.Ordinal) { ["EventLog:Path"] = log });
        await receiver.UntilReadyAsync(Token);
        var accepted = 0;

        for (var number = 0; number < 200; number++)
        {
            using var answer = await receiver.Http.SendAsync(
                Notifications.Signed(receiver.Callback, Notifications.Text("15550100300", $"wamid.stop{number}", "text")), Token);
            accepted += answer.StatusCode is HttpStatusCode.OK ? 1 : 0;
        }

        receiver.Terminate();
        var exitCode = await receiver.UntilExitAsync(Token);

        Assert.Equal(0, exitCode);
        Assert.Equal(200, accepted);
        Assert.Equal(200, (await File.ReadAllLinesAsync(log, Token)).Length);
    }
}
