namespace WebhookReceiver.Benchmarks;

/// <summary>A body to read, and what to call it in the table.</summary>
internal sealed record ParseCase(string Name, byte[] Body);
