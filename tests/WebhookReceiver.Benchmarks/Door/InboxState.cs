namespace WebhookReceiver.Benchmarks;

/// <summary>What readiness reports about the inbox and the handling.</summary>
/// <param name="Open">Deliveries that were accepted and are not settled.</param>
/// <param name="DeadLetters">Events that were given up.</param>
/// <param name="Waiting">Conversations that wait for another attempt.</param>
internal sealed record InboxState(long Open, long DeadLetters, long Waiting);
