namespace WebhookReceiver.WhatsApp;

/// <summary>The past chat with one user, or the part of it that is in a chunk (Meta's <c>history</c> webhook reference).</summary>
public sealed record HistoryThread
{
    /// <summary>The id of the thread: the user's number, missing for users who hide theirs.</summary>
    public string? Id { get; init; }

    /// <summary>The user.</summary>
    public WhatsAppUser? User { get; init; }

    /// <summary>The messages of both sides.</summary>
    public IReadOnlyList<HistoryMessage> Messages { get; init; } = [];

    /// <summary>Reveals nothing of the user, so that a thread in a log line identifies nobody.</summary>
    public override string ToString() => nameof(HistoryThread);
}
