using System.Net;
using System.Net.Sockets;

namespace WebhookReceiver.Benchmarks;

/// <summary>
/// Many connections at once, each used by one of the attackers in turn. One that the server closes is made again, unless the attack is to see when it is.
/// </summary>
internal sealed class Crowd(AttackTarget target, int port, params IReadOnlyList<IAttacker> attackers) : IAttack
{
    /// <summary>All are there within a few seconds, and the queue of connections that wait to be accepted does not overflow from that alone.</summary>
    private const int FirstPerSecond = 5_000;

    private readonly IPEndPoint server = new(IPAddress.Loopback, port);
    private readonly Pace first = new(FirstPerSecond);
    private readonly AttackCounters counters = new();

    /// <summary>How many connections are made again in a second; 0 for none.</summary>
    public int AgainPerSecond { get; init; } = 500;

    /// <summary>The ports of this side, of the connections of which nobody here knows that they are closed.</summary>
    public IReadOnlySet<int> OpenPorts => counters.OpenPorts;

    public async Task<AttackOutcome> RunAsync(TimeSpan duration, CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var again = new Pace(Math.Max(1, AgainPerSecond));
        var running = Enumerable.Range(0, target.Connections).Select(number => RepeatAsync(attackers[number % attackers.Count], again, end.Token)).ToArray();

        await Task.Delay(duration, TimeProvider.System, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var outcome = new AttackOutcome(counters.Describe());
        await end.CancelAsync();
        await Task.WhenAll(running);
        cancellationToken.ThrowIfCancellationRequested();

        return outcome;
    }

    private async Task RepeatAsync(IAttacker attacker, Pace again, CancellationToken cancellationToken)
    {
        try
        {
            await first.WaitAsync(1, cancellationToken);
            await AttackAsync(attacker, cancellationToken);

            while (AgainPerSecond > 0)
            {
                await again.WaitAsync(1, cancellationToken);
                await AttackAsync(attacker, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The attack is over.
        }
    }

    private async Task AttackAsync(IAttacker attacker, CancellationToken cancellationToken)
    {
        try
        {
            using var connection = await AttackConnection.OpenAsync(server, target.SegmentBytes, counters, cancellationToken);
            await attacker.UseAsync(connection, cancellationToken);
        }
        catch (SocketException)
        {
            // Closed by the server, or not let in: what an attacker expects.
        }
    }
}
