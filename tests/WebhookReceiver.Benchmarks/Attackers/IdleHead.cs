namespace WebhookReceiver.Benchmarks;

/// <summary>Holds a connection with a request head that never ends, of which a few bytes come now and then.</summary>
internal sealed class IdleHead : IAttacker
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(50);

    private static ReadOnlyMemory<byte> Begin { get; } = "POST /webhook HTTP/1.1\r\nHos"u8.ToArray();

    private static ReadOnlyMemory<byte> More { get; } = "aaaaaaaaaaaaaaaaaaaaaaaaaaa"u8.ToArray();

    public async Task UseAsync(AttackConnection connection, CancellationToken cancellationToken)
    {
        var end = connection.ReadAnswerAsync(cancellationToken);

        // Spread, so that a short run has some of every age.
        var wait = Interval * Random.Shared.NextDouble();
        var next = Begin;

        while (await Task.WhenAny(end, Task.Delay(wait, TimeProvider.System, cancellationToken)) != end)
        {
            await connection.SendAsync(next, cancellationToken);
            next = More;
            wait = Interval;
        }

        await end;
    }
}
