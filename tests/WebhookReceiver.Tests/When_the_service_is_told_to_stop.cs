using System.Collections.Concurrent;
using System.Net;
using WebhookReceiver.Tests.Receiving;
using Xunit;

namespace WebhookReceiver.Tests;

public sealed class When_the_service_is_told_to_stop
{
    private static CancellationToken Token => Patience.Token;

    [Fact]
    public async Task Under_load_everything_in_memory_that_got_a_200_is_handled_before_it_exits_with_0()
    {
        using var directory = new TemporaryDirectory();
        var log = directory.File("events.jsonl");
        await using var receiver = ReceiverProcess.Start(new(StringComparer.Ordinal)
        {
            ["Inbox:Store"] = "Memory",
            ["EventLog:Path"] = log,
        });
        await receiver.UntilReadyAsync(Token);
        var accepted = new ConcurrentBag<string>();
        var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var senders = Enumerable.Range(0, 16).Select(sender => SendUntilRefusedAsync(receiver, sender, accepted, enough)).ToArray();

        await enough.Task.WaitAsync(Token);
        receiver.Terminate();
        await Task.WhenAll(senders);
        var exitCode = await receiver.UntilExitAsync(Token);

        Assert.Equal(0, exitCode);
        var logged = EventLogFile.Read(log).Select(static line => line.MessageId).ToList();
        Assert.Equal(logged.Count, logged.Distinct(StringComparer.Ordinal).Count());
        Assert.Empty(accepted.Except(logged, StringComparer.Ordinal));
    }

    private static async Task SendUntilRefusedAsync(ReceiverProcess receiver, int sender, ConcurrentBag<string> accepted, TaskCompletionSource enough)
    {
        for (var number = 0; ; number++)
        {
            var id = $"wamid.{sender}.{number}";

            try
            {
                using var answer = await receiver.Http.SendAsync(
                    Notifications.Signed(receiver.Callback, Notifications.Text($"1555010{sender:0000}", id, "text")), Token);

                if (answer.StatusCode is not HttpStatusCode.OK)
                {
                    return;
                }

                accepted.Add(id);
            }
            catch (HttpRequestException)
            {
                return;
            }

            if (accepted.Count > 500)
            {
                enough.TrySetResult();
            }
        }
    }
}
