using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WebhookReceiver.Tests.Receiving;
using WebhookReceiver.WhatsApp;
using Xunit;

namespace WebhookReceiver.Tests.Handling;

/// <summary>Whatever a handler does affects only its own call: the other handlers, the other conversations and the answers continue.</summary>
public sealed class When_a_handler_misbehaves
{
    private static CancellationToken Token => Patience.Token;

    private static readonly Task NoTask = null!;

    public static TheoryData<string> Ways => ["throws", "throws at once", "cancels", "aggregate", "null task", "hangs", "hangs and obeys", "blocks"];

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Other_handlers_and_conversations_continue_and_it_is_logged(string way)
    {
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var others = new Countdown(2);
        using var log = new LogLines();
        await using var receiver = Receiver.Start(
            new(StringComparer.Ordinal) { ["Dispatch:HandlerTimeout"] = "00:00:00.200" },
            services =>
            {
                services.AddSingleton<ILoggerProvider>(log);
                services.AddWhatsAppWebhooks()
                    .On<TextMessage>((TextMessage message, CancellationToken token) => message.MessageId is "wamid.bad" ? Misbehave(way, release.Task, token) : Task.CompletedTask)
                    .On<TextMessage>((TextMessage _) => others.Signal(), "others");
            });

        using var bad = await receiver.PostAsync(Notifications.Text("15550100300", "wamid.bad", "secret words"), Token);
        using var good = await receiver.PostAsync(Notifications.Text("15550100400", "wamid.good", "text"), Token);

        Assert.Equal(HttpStatusCode.OK, bad.StatusCode);
        Assert.Equal(HttpStatusCode.OK, good.StatusCode);
        await others.Reached.WaitAsync(Token);
        var line = await log.UntilAsync(way is "hangs" or "hangs and obeys" or "blocks" ? 1602 : 1601, Token);
        Assert.Equal(LogLevel.Error, line.Level);
        Assert.Contains("TextMessage#1", line.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("secret words", line.Text, StringComparison.Ordinal);
        release.SetResult();
    }

    private static Task Misbehave(string way, Task release, CancellationToken token) => way switch
    {
        "throws" => ThrowLater(),
        "throws at once" => throw new InvalidOperationException("secret words"),
        "cancels" => Task.FromException(new OperationCanceledException("secret words")),
        "aggregate" => Task.FromException(new AggregateException(new InvalidOperationException("secret words"))),
        "null task" => NoTask,
        "hangs" => release,
        "hangs and obeys" => Task.Delay(Timeout.Infinite, token),
        "blocks" => Block(release),
        _ => throw new ArgumentOutOfRangeException(nameof(way), way, "No such way."),
    };

    private static async Task ThrowLater()
    {
        await Task.Yield();
        throw new InvalidOperationException("secret words");
    }

    private static Task Block(Task release)
    {
        ((IAsyncResult)release).AsyncWaitHandle.WaitOne();
        return Task.CompletedTask;
    }
}
