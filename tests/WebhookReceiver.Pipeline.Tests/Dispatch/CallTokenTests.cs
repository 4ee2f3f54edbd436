using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using WebhookReceiver.Dispatch;
using WebhookReceiver.Scheduling;
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

    [Fact]
    public async Task A_cancellation_that_comes_late_does_not_reach_the_next_call()
    {
        var tokens = new ConcurrentDictionary<string, CancellationToken>(StringComparer.Ordinal);
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        LateCancellations? late = null;
        await using var run = await DispatchRun.StartAsync(
            webhooks => webhooks.On<TextMessage>(async (TextMessage message, CancellationToken token) =>
            {
                tokens[message.MessageId!] = token;

                if (message.MessageId is "slow")
                {
                    begun.TrySetResult();
                    await release.Task;
                }
            }),
            services: services =>
            {
                late = new LateCancellations((WorkScheduler)services.Last(static service => service.ServiceType == typeof(WorkScheduler)).ImplementationInstance!);
                services.AddSingleton<WorkScheduler>(late);
            });
        run.Source.Add(Wire.Text("1", "slow"));
        await begun.Task;

        // Its token is to fire, and before that happens it ends by itself.
        run.Clock.Advance(TimeSpan.FromSeconds(30));
        release.SetResult();
        await run.UntilAsync(() => run.Service<EventRuns>().Busy is 0, "the call has ended");
        run.Source.Add(Wire.Text("2", "next"));
        await run.UntilAsync(() => tokens.ContainsKey("next") && run.Service<EventRuns>().Busy is 0, "the next one was called");
        Assert.Equal(1, late!.Arrive());

        Assert.True(tokens["slow"].IsCancellationRequested);
        Assert.False(tokens["next"].IsCancellationRequested);
    }

    private static int Count(List<CancellationToken> tokens)
    {
        lock (tokens)
        {
            return tokens.Count;
        }
    }

    /// <summary>Holds back the work that fires a token; all other work runs as usual.</summary>
    private sealed class LateCancellations(WorkScheduler inner) : WorkScheduler
    {
        private readonly ConcurrentQueue<IThreadPoolWorkItem> held = new();

        public override void Queue(IThreadPoolWorkItem item)
        {
            if (item.GetType().DeclaringType == typeof(CallToken))
            {
                held.Enqueue(item);
                return;
            }

            inner.Queue(item);
        }

        public override Task Run(Func<Task> loop) => inner.Run(loop);

        public override Task RunOnThread(string name, IEnumerable<LoopWait> loop) => inner.RunOnThread(name, loop);

        /// <returns>How many there were.</returns>
        public int Arrive()
        {
            foreach (var item in held)
            {
                item.Execute();
            }

            return held.Count;
        }
    }
}
