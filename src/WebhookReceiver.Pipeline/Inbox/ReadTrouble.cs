namespace WebhookReceiver.Inbox;

/// <summary>An inbox file that cannot be read at the moment. Handling waits for it; deliveries are still accepted.</summary>
/// <param name="What">The file.</param>
/// <param name="Problem">The error of the last attempt.</param>
/// <param name="Since">When the first attempt failed.</param>
/// <param name="Tries">How many attempts have failed.</param>
internal sealed record ReadTrouble(string What, string Problem, DateTimeOffset Since, int Tries);
