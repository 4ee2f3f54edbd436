using WebhookReceiver.Inbox;

namespace WebhookReceiver.Postgres;

/// <summary>What the rows of one event say, in their order. Rows may be there twice: a batch whose commit was not answered is written again.</summary>
internal sealed class History(long epoch)
{
    private EventProgress? progress;
    private long begunIn;

    /// <summary>How long ago the event was settled, as its last state; null when it is not.</summary>
    public TimeSpan? SettledFor { get; private set; }

    /// <summary>How far it has progressed; null when nothing is known of it, or it is settled.</summary>
    public EventProgress? Progress
    {
        get
        {
            if (progress is { IsInProgress: true })
            {
                EndInterrupted(progress);
            }

            return progress;
        }
    }

    public void Add(OutcomeKind kind, long rowEpoch, string? detail, string? failure, TimeSpan age)
    {
        switch (kind)
        {
            case OutcomeKind.Settled:
                (progress, SettledFor) = (null, age);
                return;

            case OutcomeKind.Forgotten:
                (progress, SettledFor) = (null, null);
                return;

            case OutcomeKind.Begun:
                SettledFor = null;
                progress ??= new EventProgress();

                if (progress.IsInProgress)
                {
                    EndInterrupted(progress);
                }

                progress.Begun(OutcomeText.PlanIn(detail!));
                begunIn = rowEpoch;
                return;

            default:
                // An outcome without a beginning is of an event that was only looked up.
                Add(progress ??= new EventProgress(), kind, detail, failure);
                return;
        }
    }

    private static void Add(EventProgress progress, OutcomeKind kind, string? detail, string? failure)
    {
        switch (kind)
        {
            case OutcomeKind.Suspended:
                progress.Suspended();
                break;
            case OutcomeKind.Ended:
                progress.Ended();
                break;
            case OutcomeKind.Wanted:
                progress.Wanted(detail!);
                break;
            case OutcomeKind.NotWanted:
                progress.NotWanted(detail!);
                break;
            case OutcomeKind.Finished:
                progress.Finished(detail!);
                break;
            default:
                progress.Failed(detail!, OutcomeText.FailureIn(failure!));
                break;
        }
    }

    /// <summary>Of an earlier owner: it died. Of this one: its answer was lost, and no handler was called.</summary>
    private void EndInterrupted(EventProgress interrupted)
    {
        if (begunIn == epoch)
        {
            interrupted.Suspended();
        }
        else
        {
            interrupted.EndedByDeath();
        }
    }
}
