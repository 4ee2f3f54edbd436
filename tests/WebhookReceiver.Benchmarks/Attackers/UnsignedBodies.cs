namespace WebhookReceiver.Benchmarks;

/// <summary>Sends the largest body that is let in, with a signature that will not match, as fast as the server accepts it; then the next.</summary>
/// <param name="bandwidth">Bytes per second that all of them have together.</param>
internal sealed class UnsignedBodies(Pace bandwidth) : IAttacker
{
    private const int BodyLength = 4 * 1024 * 1024;
    private const int ChunkLength = 64 * 1024;

    private static readonly byte[] Head = AttackRequests.ForgedHead(BodyLength);
    private static readonly byte[] Chunk = new byte[ChunkLength];

    public async Task UseAsync(AttackConnection connection, CancellationToken cancellationToken)
    {
        do
        {
            await connection.SendAsync(Head, cancellationToken);

            for (var sent = 0; sent < BodyLength; sent += ChunkLength)
            {
                await bandwidth.WaitAsync(ChunkLength, cancellationToken);
                await connection.SendAsync(Chunk, cancellationToken);
            }
        }
        while (await connection.ReadAnswerAsync(cancellationToken) is not null);
    }
}
