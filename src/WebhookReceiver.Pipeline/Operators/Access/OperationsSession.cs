namespace WebhookReceiver.Operators;

/// <summary>A login of the console.</summary>
/// <param name="Access">What the key that was exchanged for it may do.</param>
/// <param name="KeyHash">The hash of that key: a session ends when its key is replaced.</param>
/// <param name="ExpiresAt">When it ends at the latest, for people.</param>
/// <param name="StartedAt">When it began, on the clock that is never set.</param>
internal sealed record OperationsSession(OperationsAccess Access, byte[] KeyHash, DateTimeOffset ExpiresAt, long StartedAt);
