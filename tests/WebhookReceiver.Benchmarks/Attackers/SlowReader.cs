namespace WebhookReceiver.Benchmarks;

/// <summary>Sends like <see cref="PipelinedRequests"/> and reads a byte now and then, so that the server sees an answer move.</summary>
/// <param name="requests">Sent over and over.</param>
internal sealed class SlowReader(byte[] requests) : IAttacker
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private readonly PipelinedRequests sender = new(requests);

    public async Task UseAsync(AttackConnection connection, CancellationToken cancellationToken) =>
        await await Task.WhenAny(sender.UseAsync(connection, cancellationToken), ReadAsync(connection, cancellationToken));

    private static async Task ReadAsync(AttackConnection connection, CancellationToken cancellationToken)
    {
        do
        {
            await Task.Delay(Interval, TimeProvider.System, cancellationToken);
        }
        while (await connection.ReadByteAsync(cancellationToken));
    }
}
