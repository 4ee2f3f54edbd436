using Xunit;

namespace WebhookReceiver.Pipeline.Tests.Fakes;

/// <summary>A call on a thread of its own that is expected to block it.</summary>
internal sealed class BlockingCall
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Thread thread;

    public BlockingCall(Action call)
    {
        thread = new Thread(() =>
        {
            try
            {
                call();
                ended.SetResult();
            }
            catch (Exception exception)
            {
                ended.SetException(exception);
            }
        })
        { IsBackground = true };
        thread.Start();
    }

    public bool HasEnded => ended.Task.IsCompleted;

    /// <summary>Completes, or fails, as the call does.</summary>
    public Task Ended => ended.Task.WaitAsync(Patience);

    /// <summary>Waits until the thread is blocked, and fails if the call ends before that.</summary>
    /// <remarks>
    /// The only polling wait in these tests: nothing signals that a thread has begun to wait.
    /// </remarks>
    public async Task UntilBlockedAsync()
    {
        using var patience = new CancellationTokenSource(Patience);

        while (!thread.ThreadState.HasFlag(ThreadState.WaitSleepJoin))
        {
            Assert.False(HasEnded, "The call has ended instead of blocking.");
            await Task.Delay(Pause, TimeProvider.System, patience.Token);
        }
    }
}
