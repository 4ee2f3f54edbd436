using System.Diagnostics.CodeAnalysis;
using WebhookReceiver.Scheduling;

namespace WebhookReceiver.Dispatch;

/// <summary>The tokens of consecutive calls. A source is reused until it fires; registrations that a handler leaves behind are dropped before the next call.</summary>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "The source has no timer and is linked to nothing: it owns nothing.")]
internal sealed class CallToken
{
    /// <summary>The source of the call in progress; null when it has none.</summary>
    public CancellationTokenSource? Source { get; private set; }

    /// <summary>Fires a source on another thread, because callbacks that the user has registered may block or throw.</summary>
    public static void Fire(CancellationTokenSource source, WorkScheduler scheduler) => scheduler.Queue(new Cancellation(source));

    /// <summary>Called before each call of a handler.</summary>
    public void Renew() => Source ??= new CancellationTokenSource();

    /// <summary>Called after each call.</summary>
    /// <param name="hasFired">Whether the source has fired, or will.</param>
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
                // A callback of the user threw. The token has still fired, and the call ends or is left behind.
            }
        }
    }
}
