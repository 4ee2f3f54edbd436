namespace WebhookReceiver.Tests.Durability.Harness;

/// <summary>A span in which others may have taken the conversations of a living process: it was frozen, or could not reach the database.</summary>
/// <param name="Life">The number of the process.</param>
/// <param name="From">The beginning by the machine's clock.</param>
/// <param name="To">The end.</param>
internal sealed record OwnershipLoss(int Life, DateTimeOffset From, DateTimeOffset To);
