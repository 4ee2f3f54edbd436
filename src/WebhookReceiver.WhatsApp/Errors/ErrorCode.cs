namespace WebhookReceiver.WhatsApp;

/// <summary>What is known about an error from its number alone.</summary>
/// <param name="Code">The number.</param>
/// <param name="Name">A short name for people to read: Meta's title where it is usable. It may be reworded; decide by <paramref name="Code"/>.</param>
/// <param name="Kind">The kind of problem.</param>
/// <param name="IsTransient">
/// Whether the same request can succeed a little later, so that backing off and retrying helps. False where something has to change first, and where
/// the wait is long and given by the error: a retry would be pointless or harmful.
/// </param>
public sealed record ErrorCode(long Code, string Name, ErrorKind Kind, bool IsTransient = false);
