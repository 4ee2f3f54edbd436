using WebhookReceiver.Inbox;

namespace WebhookReceiver.Postgres;

/// <summary>What an outcome changes in the progress of its event, the same when it is recorded and when it is read again.</summary>
internal static class OutcomeKinds
{
    public static void ApplyTo(this OutcomeKind kind, EventProgress progress, string? detail, HandlerFailure? failure)
    {
        switch (kind)
        {
            case OutcomeKind.Suspended:
                progress.Suspended();
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
            case OutcomeKind.Failed:
                progress.Failed(detail!, failure!.Value);
                break;
            default:
                progress.Ended();
                break;
        }
    }
}
