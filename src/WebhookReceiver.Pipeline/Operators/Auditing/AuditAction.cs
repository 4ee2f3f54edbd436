namespace WebhookReceiver.Operators;

/// <summary>What operators do, in the words of the audit log. They are written to disk and never change.</summary>
internal static class AuditAction
{
    public const string DeadLetterReplayed = "dead_letter.replayed";
    public const string DeadLetterDiscarded = "dead_letter.discarded";
    public const string DeadLettersReplayed = "dead_letters.replayed";
    public const string DeadLettersDiscarded = "dead_letters.discarded";
    public const string JobCancelled = "job.cancelled";
    public const string HandlerPaused = "handler.paused";
    public const string HandlerResumed = "handler.resumed";
    public const string UserErased = "user.erased";
    public const string ContentViewed = "content.viewed";
    public const string SessionStarted = "session.started";
}
