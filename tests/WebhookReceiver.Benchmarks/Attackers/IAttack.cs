namespace WebhookReceiver.Benchmarks;

/// <summary>All that is done to a receiver in one case.</summary>
internal interface IAttack
{
    /// <exception cref="OperationCanceledException">The benchmark is to end.</exception>
    Task<AttackOutcome> RunAsync(TimeSpan duration, CancellationToken cancellationToken);
}
