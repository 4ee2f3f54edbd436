using Microsoft.Extensions.Logging;

namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>
/// Handles a failing disk: the segment is abandoned, and everything that is not durable is rewritten into a new one, with retries until that succeeds. Changed
/// only under the writing lock of <see cref="OutcomeWriter"/>.
/// </summary>
internal sealed class OutcomeOutage(TimeProvider clock, ILogger logger)
{
    private static readonly TimeSpan ProbeInterval = TimeSpan.FromSeconds(1);

    private readonly List<TaskCompletionSource> waiting = [];
    private long probedAt;
    private volatile bool isOn;

    /// <summary>Whether a failed write is still outstanding. Read from any thread.</summary>
    public bool IsOn => isOn;

    /// <summary>Starts an outage after a write or a sync has failed.</summary>
    public void Begin(OutcomeAppender appender, Exception exception)
    {
        appender.Leave();
        isOn = true;
        probedAt = 0;
        OutcomeLog.WriteFailed(logger, exception.Message);
    }

    /// <summary>Rewrites everything that is not durable into a new segment: attempted immediately when the outage begins, then at most once a second.</summary>
    /// <returns>True when all of it is durable and the outage is over.</returns>
    public bool TryEnd(OutcomeAppender appender)
    {
        if (probedAt is not 0 && clock.GetElapsedTime(probedAt) < ProbeInterval)
        {
            return false;
        }

        try
        {
            appender.WriteAnew();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            appender.Leave();
            probedAt = clock.GetTimestamp();
            OutcomeLog.StillBroken(logger, exception.Message);
            return false;
        }

        isOn = false;
        OutcomeLog.WritesAgain(logger);
        ReleaseWaiting();
        return true;
    }

    /// <summary>Completes when the outage is over.</summary>
    public Task WaitAsync()
    {
        // Continuations run elsewhere, because the thread that ends the outage holds the writing lock.
        var signal = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        waiting.Add(signal);
        return signal.Task;
    }

    private void ReleaseWaiting()
    {
        foreach (var done in waiting)
        {
            done.SetResult();
        }

        waiting.Clear();
    }
}
