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

    /// <summary>Waits until the thread waits for something, and fails when the call ends before.</summary>
    /// <remarks>
    /// The one wait of these tests that looks again and again: that a thread has begun to wait is signalled by nobody, least of all by itself.
    /// </remarks>
    public async Task UntilBlockedAsync()
    {
        using var patience = new CancellationTokenSource(Patience);

        while (!thread.ThreadState.HasFlag(ThreadState.WaitSleepJoin))
        {
            Assert.False(HasEnded, "The call has ended instead of waiting.");
            await Task.Delay(Pause, TimeProvider.System, patience.Token);
        }
    }
}
