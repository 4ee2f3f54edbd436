using static System.FormattableString;

namespace WebhookReceiver.Benchmarks;

/// <summary>
/// Connections whose answers, all of them refusals, are read by the byte or not at all. They are made once, to see when the server has closed the last one.
/// </summary>
internal sealed class SlowReaders(AttackTarget target) : IAttack
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private static readonly byte[][] Refused = [AttackRequests.Malformed, AttackRequests.NoSignature, AttackRequests.WrongToken, AttackRequests.Nowhere];

    private readonly Crowd crowd = new(target, target.PublicPort, [.. Refused.SelectMany(Readers)]) { AgainPerSecond = 0 };

    public async Task<AttackOutcome> RunAsync(TimeSpan duration, CancellationToken cancellationToken)
    {
        var begin = TimeProvider.System.GetTimestamp();
        var attacking = crowd.RunAsync(duration, cancellationToken);
        var open = target.Connections;
        var allClosedAfter = TimeSpan.Zero;

        while (await Task.WhenAny(attacking, Task.Delay(Interval, TimeProvider.System, cancellationToken)) != attacking)
        {
            var now = ServerSockets.CountOpen(target.PublicPort, crowd.OpenPorts);

            if (now is 0 && open > 0)
            {
                allClosedAfter = TimeProvider.System.GetElapsedTime(begin);
            }

            open = now;
        }

        var outcome = await attacking;
        var closed = open is 0 ? Invariant($"all closed after {allClosedAfter.TotalSeconds:F0} s") : Invariant($"still open on the server: {open:N0}");
        return outcome with { Remark = $"{closed}; {outcome.Remark}" };
    }

    private static IAttacker[] Readers(byte[] request)
    {
        var requests = AttackRequests.Pipelined(request);
        return [new SlowReader(requests), new PipelinedRequests(requests)];
    }
}
