namespace WebhookReceiver.Inbox;

/// <summary>A failed call of a handler that is to be repeated.</summary>
/// <param name="Attempts">How often it has been called for the event, this call included.</param>
/// <param name="FirstAt">When it was called first.</param>
/// <param name="At">When this call ended.</param>
/// <param name="DueAt">When it is to be called again, by the clock on the wall. Whoever reads it after a restart must not trust that clock blindly.</param>
internal sealed record HandlerFailure(int Attempts, DateTimeOffset FirstAt, DateTimeOffset At, DateTimeOffset DueAt);
