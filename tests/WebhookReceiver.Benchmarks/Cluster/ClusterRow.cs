namespace WebhookReceiver.Benchmarks;

/// <summary>The figures of one number of instances.</summary>
/// <param name="Instances">How many receivers.</param>
/// <param name="Run">What they did.</param>
/// <param name="Batch">How many deliveries a commit stored, on average.</param>
/// <param name="Bare">Rows per second of a bare loop with batches of that size.</param>
/// <param name="TableBytes">Bytes in tables for each event.</param>
/// <param name="IndexBytes">And in their indexes.</param>
internal sealed record ClusterRow(int Instances, ClusterRun Run, double Batch, double Bare, double TableBytes, double IndexBytes);
