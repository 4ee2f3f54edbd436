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
                kind.ApplyTo(progress ??= new EventProgress(), detail, failure is null ? null : OutcomeText.FailureIn(failure));
                return;
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
