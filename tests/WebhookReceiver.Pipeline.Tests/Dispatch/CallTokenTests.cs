using WebhookReceiver.WhatsApp;
using Xunit;

namespace WebhookReceiver.Pipeline.Tests.Dispatch;

/// <summary>The token of a handler, whose source is reused for later calls.</summary>
public sealed class CallTokenTests
{
    private readonly TaskCompletionSource begun = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public async Task What_a_handler_leaves_registered_is_not_called_when_the_next_call_times_out()
    {
        var stale = 0;
        var source = new List<CancellationToken>();
        await using var run = await DispatchRun.StartAsync(webhooks => webhooks.On<TextMessage>(async (TextMessage message, CancellationToken token) =>
        {
            lock (source)
            {
                source.Add(token);
            }

            if (message.MessageId is "m2")
            {
                begun.TrySetResult();
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
            }

            token.Register(() => Interlocked.Increment(ref stale));
        }));
        run.Source.Add(Wire.Text("1", "m1"));
        await run.UntilIdleAsync();

        run.Source.Add(Wire.Text("1", "m2"));
        await begun.Task;
        run.Clock.Advance(TimeSpan.FromSeconds(31));
        await run.UntilParkedAsync();
        run.Source.Add(Wire.Text("2", "m3"));
        await run.UntilAsync(() => Count(source) is 3, "the third event was handled");

        Assert.Equal(0, stale);
        Assert.Equal(source[0], source[1]);
        Assert.True(source[1].IsCancellationRequested);
        Assert.False(source[2].IsCancellationRequested);
    }

    private static int Count(List<CancellationToken> tokens)
    {
        lock (tokens)
        {
            return tokens.Count;
        }
    }
}
