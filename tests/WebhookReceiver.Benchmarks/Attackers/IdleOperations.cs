using System.Text;
using static System.FormattableString;

namespace WebhookReceiver.Benchmarks;

/// <summary>
/// Idle connections to the operations listener, and beside them what a platform does that looks after the process: it asks once a second whether it is alive.
/// </summary>
internal sealed class IdleOperations(AttackTarget target) : IAttack
{
    private static readonly byte[] Question = Encoding.ASCII.GetBytes("GET /health/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly Crowd crowd = new(target, target.OperationsPort, new IdleHead());

    public async Task<AttackOutcome> RunAsync(TimeSpan duration, CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var asking = Task.Factory.StartNew(() => Ask(end.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

        try
        {
            var outcome = await crowd.RunAsync(duration, cancellationToken);
            await end.CancelAsync();
            var (asked, answered) = await asking;
            return outcome with { Remark = Invariant($"health 200: {(double)answered / asked:F2} of {asked}; {outcome.Remark}") };
        }
        finally
        {
            await end.CancelAsync();
            await asking;
        }
    }

    private (int Asked, int Answered) Ask(CancellationToken end)
    {
        var clock = TimeProvider.System;
        var asked = 0;
        var answered = 0;

        do
        {
            var deadline = clock.GetTimestamp() + (long)(Patience.TotalSeconds * clock.TimestampFrequency);
            using var connection = GenuineConnection.TryOpen(target.OperationsPort, deadline);
            asked++;
            answered += connection?.Send(Question, deadline) is 200 ? 1 : 0;
        }
        while (!end.WaitHandle.WaitOne(Interval));

        return (asked, answered);
    }
}
