namespace WebhookReceiver.Benchmarks;

/// <summary>Sends requests without an end and reads no answer, until the server accepts no more.</summary>
/// <param name="requests">Sent over and over.</param>
internal sealed class PipelinedRequests(byte[] requests) : IAttacker
{
    public async Task UseAsync(AttackConnection connection, CancellationToken cancellationToken)
    {
        while (true)
        {
            await connection.SendAsync(requests, cancellationToken);
        }
    }
}
