namespace WebhookReceiver.Inbox;

/// <summary>A file of the inbox that cannot be read now. Handling waits for it; deliveries are still accepted.</summary>
/// <param name="What">Which file.</param>
/// <param name="Problem">What the last try failed with.</param>
/// <param name="Since">When the first try failed.</param>
/// <param name="Tries">How many tries have failed.</param>
internal sealed record ReadTrouble(string What, string Problem, DateTimeOffset Since, int Tries);
