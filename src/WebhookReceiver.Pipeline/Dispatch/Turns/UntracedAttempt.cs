namespace WebhookReceiver.Dispatch;

/// <summary>An attempt without a span. Samplers that look at <see cref="NotificationTracing.IsUntraced"/> learn that what its handlers do belongs to it.</summary>
internal sealed class UntracedAttempt : AttemptTrace
{
    private UntracedAttempt()
    {
    }

    public static UntracedAttempt Instance { get; } = new();

    public override void Enter() => NotificationTracing.EnterUntraced();

    protected override void Leave()
    {
        NotificationTracing.LeaveUntraced();
        base.Leave();
    }
}
