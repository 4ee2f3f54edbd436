namespace WebhookReceiver.Inbox.OnDisk;

/// <content>What happens when the disk fails: the segment is left, and all that is not durable is written into a new one.</content>
internal sealed partial class OutcomeJournal
{
    /// <summary>Completes when what could not be written has been written.</summary>
    private Task Repaired()
    {
        lock (writing)
        {
            if (!isBroken)
            {
                return Task.CompletedTask;
            }

            var signal = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            waiting.Add(signal);
            return signal.Task;
        }
    }

    /// <summary>Leaves the segment for good: what a failed sync has lost, the next one would not miss.</summary>
    private void Broken(Exception exception)
    {
        appender!.Close();
        landing.Clear();
        isBroken = true;
        brokenSince = 0;
        WriteFailed(logger, exception.Message);
    }

    /// <summary>Writes all that is not durable into a new segment; at most once a second.</summary>
    private bool TryRepair()
    {
        if (brokenSince is not 0 && clock.GetElapsedTime(brokenSince) < ProbeInterval)
        {
            return false;
        }

        try
        {
            BeginSegment();
            WriteFrame(unsynced, unsyncedDelivery);
            Sync();
            isBroken = false;
            WritesAgain(logger);
            Tell();
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            appender!.Close();
            landing.Clear();
            brokenSince = clock.GetTimestamp();
            StillBroken(logger, exception.Message);
            return false;
        }
    }

    private void Tell()
    {
        foreach (var done in waiting)
        {
            done.SetResult();
        }

        waiting.Clear();
    }
}
