using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using WebhookReceiver.Dispatch;
using WebhookReceiver.WhatsApp;
using Xunit;

namespace WebhookReceiver.Pipeline.Tests.Dispatch;

/// <summary>Services of handlers whose disposal hangs, such as a transaction whose rollback waits for a dead connection.</summary>
[Trait("row", "Q04")]
public sealed class DisposalTests : IDisposable
{
    private readonly ConcurrentQueue<string?> handled = new();
    private readonly ManualResetEventSlim gate = new();
    private readonly TaskCompletionSource begun = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_disposal_that_hangs_is_left_behind_after_the_handler_timeout(bool blocks)
    {
        await using var run = await StartAsync(blocks);
        run.Source.Add(Wire.Text("1", "hangs"));
        run.Source.Add(Wire.Text("1", "behind"));
        await begun.Task.WaitAsync(TestContext.Current.CancellationToken);
        Assert.Contains("settled", run.Outcomes.Said);
        Assert.Equal(["hangs"], handled);

        run.Clock.Advance(TimeSpan.FromSeconds(30));

        await run.UntilAsync(() => handled.Contains("behind"), "the conversation went on");
        Assert.Contains(run.Log.All, static line => line.Id is 1607);
        Assert.Equal(1, run.Service<ThreadReserve>().LeftBehind);
        gate.Set();
        await run.UntilAsync(() => run.Service<ThreadReserve>().LeftBehind is 0, "the end of the disposal was noticed");
    }

    [Fact]
    public async Task Many_that_hang_stop_neither_the_others_nor_the_end_of_the_service()
    {
        await using var run = await StartAsync(blocks: false);

        for (var number = 0; number < 16; number++)
        {
            run.Source.Add(Wire.Text($"{number}", $"hangs{number}"));
        }

        await run.UntilAsync(() => run.Outcomes.Said.Count(static said => said is "settled") is 16, "all were recorded");
        run.Source.Add(Wire.Status("20", "s", "read"));
        await run.UntilAsync(() => handled.Contains("status"), "another handler was called");

        var stopping = run.StopAsync();
        await run.TimeOutUntilAsync(TimeSpan.FromSeconds(1), () => stopping.IsCompleted, "the service stopped without waiting for them");
        Assert.Equal(16, handled.Count(static id => id!.StartsWith("hangs", StringComparison.Ordinal)));
    }

    public void Dispose()
    {
        gate.Set();
        gate.Dispose();
    }

    private Task<DispatchRun> StartAsync(bool blocks) => DispatchRun.StartAsync(
        webhooks => webhooks
            .On<TextMessage>(
                (TextMessage message, Connection connection) =>
                {
                    connection.IsDead = message.MessageId!.StartsWith("hangs", StringComparison.Ordinal);
                    handled.Enqueue(message.MessageId);
                },
                "desk")
            .On<MessageStatus>((MessageStatus _) => handled.Enqueue("status"), "statuses"),
        services: services => services.AddScoped(_ => new Connection(gate, blocks, begun)));

    private sealed class Connection(ManualResetEventSlim gate, bool blocks, TaskCompletionSource begun) : IAsyncDisposable
    {
        public bool IsDead { get; set; }

        public ValueTask DisposeAsync()
        {
            if (!IsDead)
            {
                return ValueTask.CompletedTask;
            }

            // From now on its time limit counts.
            begun.TrySetResult();

            if (blocks)
            {
                gate.Wait();
                return ValueTask.CompletedTask;
            }

            return new ValueTask(Task.Run(() => gate.Wait()));
        }
    }
}
