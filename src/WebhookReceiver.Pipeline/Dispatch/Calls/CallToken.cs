using System.Diagnostics.CodeAnalysis;
using WebhookReceiver.Scheduling;

namespace WebhookReceiver.Dispatch;

/// <summary>The token of one call after another. A source serves until it has fired; what a handler has registered and left there does not reach the next call.</summary>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "The source has no timer and is linked to nothing: it owns nothing.")]
internal sealed class CallToken
{
    /// <summary>The source of the call in progress; null when it has none.</summary>
    public CancellationTokenSource? Source { get; private set; }

    /// <summary>Fires a source elsewhere, because what the user has registered there may block or throw.</summary>
    public static void Fire(CancellationTokenSource source, WorkScheduler scheduler) => scheduler.Queue(new Cancellation(source));

    /// <summary>Before the next call of a handler.</summary>
    public void Renew() => Source ??= new CancellationTokenSource();

    /// <summary>After a call.</summary>
    /// <param name="hasFired">Whether it has fired, or will.</param>
    public void Reset(bool hasFired)
    {
        if (hasFired || Source?.TryReset() is false)
        {
            Source = null;
        }
    }

    private sealed class Cancellation(CancellationTokenSource source) : IThreadPoolWorkItem
    {
        public void Execute()
        {
            try
            {
                source.Cancel();
            }
            catch (AggregateException)
            {
                // What the user has registered there threw. The token has fired all the same, and the call ends or is left behind.
            }
        }
    }
}
