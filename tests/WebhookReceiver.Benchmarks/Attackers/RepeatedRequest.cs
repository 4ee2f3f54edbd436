namespace WebhookReceiver.Benchmarks;

/// <summary>Sends the same request as soon as the one before is answered, as fast as the server is.</summary>
internal sealed class RepeatedRequest(byte[] request) : IAttacker
{
    public async Task UseAsync(AttackConnection connection, CancellationToken cancellationToken)
    {
        do
        {
            await connection.SendAsync(request, cancellationToken);
        }
        while (await connection.ReadAnswerAsync(cancellationToken) is not null);
    }
}
