namespace WebhookReceiver.Benchmarks;

/// <summary>What an attack reports of itself.</summary>
/// <param name="Remark">The last column of the table.</param>
internal sealed record AttackOutcome(string Remark)
{
    /// <summary>How long neighbouring deliveries took until they were handled, in milliseconds; of attacks that are after this.</summary>
    public double? HandledP99 { get; init; }
}
