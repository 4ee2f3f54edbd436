using Microsoft.Extensions.Logging;

namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>
/// What happens when the disk fails: the segment is left, and all that is not durable is written into a new one, again and again until that succeeds. Changed only under the
/// writing lock of <see cref="OutcomeWriter"/>.
/// </summary>
internal sealed class OutcomeOutage(TimeProvider clock, ILogger logger)
{
    private static readonly TimeSpan ProbeInterval = TimeSpan.FromSeconds(1);

    private readonly List<TaskCompletionSource> waiting = [];
    private long probedAt;
    private volatile bool isOn;

    /// <summary>Whether something could not be written and still is not. Read from any thread.</summary>
    public bool IsOn => isOn;

    /// <summary>A write or a sync has failed.</summary>
    public void Begin(OutcomeAppender appender, Exception exception)
    {
        appender.Leave();
        isOn = true;
        probedAt = 0;
        OutcomeLog.WriteFailed(logger, exception.Message);
    }

    /// <summary>Writes all that is not durable into a new segment: tried at once when the outage has begun, then at most once a second.</summary>
    /// <returns>True when all of it is durable, and the outage is over.</returns>
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
        // Continuations run elsewhere, because the one who ends it holds the writing lock.
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
