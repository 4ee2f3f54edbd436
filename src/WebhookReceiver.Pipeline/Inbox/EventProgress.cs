namespace WebhookReceiver.Inbox;

/// <summary>How far the handling of one event has progressed. Kept small, because a million events may be waiting for their next attempt.</summary>
internal sealed class EventProgress
{
    // Usually every handler succeeds at the first attempt and none is listed, so nothing is allocated.
    private HandlerProgress[] handlers = [];

    private bool isSuspended;

    /// <summary>How many attempts were begun.</summary>
    public int Starts { get; private set; }

    /// <summary>How many attempts ended because the process died.</summary>
    public int Deaths { get; private set; }

    /// <summary>Whether an attempt was begun and has not ended.</summary>
    public bool IsInProgress { get; private set; }

    /// <summary>The handlers the event may concern; null when the version that began it did not store a plan.</summary>
    public HandlerPlan? Plan { get; private set; }

    /// <summary>The handlers about which something is known.</summary>
    public IReadOnlyList<HandlerProgress> Handlers => handlers;

    /// <summary>An attempt begins, or a suspended one resumes.</summary>
    public void Begun(HandlerPlan? plan)
    {
        IsInProgress = true;
        Starts += isSuspended ? 0 : 1;
        isSuspended = false;
        Plan = plan ?? Plan;
    }

    /// <summary>The attempt is suspended between two handlers.</summary>
    public void Suspended() => (IsInProgress, isSuspended) = (false, true);

    /// <summary>The attempt ended, and not because the process died.</summary>
    public void Ended() => IsInProgress = false;

    /// <summary>The process that began the attempt is gone: an attempt that had not ended died with it.</summary>
    public void EndedByDeath()
    {
        if (IsInProgress)
        {
            IsInProgress = false;
            Deaths++;
        }
    }

    public HandlerProgress? Of(string handler) => TryFind(handler, out var index) ? handlers[index] : null;

    public void Wanted(string handler) => Set(new HandlerProgress(handler, HandlerStage.Wanted, Of(handler)?.Failure));

    public void NotWanted(string handler) => Set(new HandlerProgress(handler, HandlerStage.NotWanted, Failure: null));

    public void Finished(string handler)
    {
        Set(new HandlerProgress(handler, HandlerStage.Finished, Failure: null));
        EndWithoutPlan();
    }

    public void Failed(string handler, HandlerFailure failure)
    {
        Set(new HandlerProgress(handler, Of(handler)?.Stage ?? HandlerStage.Open, failure));
        EndWithoutPlan();
    }

    /// <summary>The version that stored no plan did not store the end of an attempt either: for it, an attempt with an outcome counts as ended.</summary>
    private void EndWithoutPlan() => IsInProgress &= Plan is not null;

    private void Set(HandlerProgress progress)
    {
        if (TryFind(progress.Name, out var index))
        {
            handlers[index] = progress;
        }
        else
        {
            handlers = [.. handlers, progress];
        }
    }

    private bool TryFind(string handler, out int index)
    {
        index = Array.FindIndex(handlers, known => known.Name.Equals(handler, StringComparison.Ordinal));
        return index >= 0;
    }
}
