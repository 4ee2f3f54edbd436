namespace WebhookReceiver.Benchmarks;

/// <summary>
/// Announces the largest body that is let in and sends it slowly, but not so slowly that it is cut off for that: what has arrived of it takes up the
/// memory that all unfinished bodies have together.
/// </summary>
/// <param name="bytesPerSecond">Of each connection.</param>
internal sealed class TrickledBody(int bytesPerSecond) : IAttacker
{
    private const int BodyLength = 4 * 1024 * 1024;
    private const int ChunksPerSecond = 5;

    private static readonly byte[] Head = AttackRequests.ForgedHead(BodyLength);
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1.0 / ChunksPerSecond);

    private readonly byte[] chunk = new byte[Math.Clamp(bytesPerSecond / ChunksPerSecond, 1, BodyLength)];

    public async Task UseAsync(AttackConnection connection, CancellationToken cancellationToken)
    {
        await connection.SendAsync(Head, cancellationToken);

        for (var sent = 0; sent + chunk.Length <= BodyLength && !connection.HasInput; sent += chunk.Length)
        {
            await connection.SendAsync(chunk, cancellationToken);
            await Task.Delay(Interval, TimeProvider.System, cancellationToken);
        }

        await connection.ReadAnswerAsync(cancellationToken);
    }
}
