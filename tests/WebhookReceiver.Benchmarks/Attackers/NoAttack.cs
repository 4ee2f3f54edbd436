namespace WebhookReceiver.Benchmarks;

/// <summary>Nothing, for comparison: what is late then is so because of the machine.</summary>
internal sealed class NoAttack : IAttack
{
    public async Task<AttackOutcome> RunAsync(TimeSpan duration, CancellationToken cancellationToken)
    {
        await Task.Delay(duration, TimeProvider.System, cancellationToken);
        return new AttackOutcome("none");
    }
}
