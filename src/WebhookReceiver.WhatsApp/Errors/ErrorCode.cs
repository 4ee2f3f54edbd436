namespace WebhookReceiver.WhatsApp;

/// <summary>What is known of an error by its number alone.</summary>
/// <param name="Code">The number.</param>
/// <param name="Name">A short name for people to read: Meta's title where it has a usable one. It may be reworded; decide by <paramref name="Code"/>.</param>
/// <param name="Kind">What sort of trouble it is.</param>
/// <param name="IsTransient">
/// Whether the same request can succeed a little later, so that backing off and repeating helps. False where something has to change first, or where
/// the wait is long and told by the error: a repetition would be pointless, or harmful.
/// </param>
public sealed record ErrorCode(long Code, string Name, ErrorKind Kind, bool IsTransient = false);
