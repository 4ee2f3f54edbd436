namespace WebhookReceiver.Benchmarks;

/// <summary>What a cluster did under load, in deliveries per second and milliseconds. The times are those of the slowest instance.</summary>
internal sealed record ClusterRun(double Accepted, double Handled, double P50, double P99)
{
    /// <summary>What could go on for ever.</summary>
    public double Sustained => Math.Min(Accepted, Handled);
}
