using System.Text;
using static System.FormattableString;

namespace WebhookReceiver.Benchmarks;

/// <summary>
/// One body that holds the most events in the fewest bytes, by somebody who has the secret; sent once. Beside it messages arrive, and how long they take
/// until their handler is called is measured.
/// </summary>
internal sealed class SignedAmplification(AttackTarget target) : IAttack
{
    private const int BodyLength = 4_000_000;
    private const int FreshPerSecond = 50;

    private const string Before = """{"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"messages","value":{"messages":[0""";
    private const string Item = ",0";
    private const string After = "]}}]}]}";

    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public async Task<AttackOutcome> RunAsync(TimeSpan duration, CancellationToken cancellationToken)
    {
        var count = (int)(duration.TotalSeconds * FreshPerSecond);
        var neighbours = FreshMessages.MeasureAsync(target.Receiver, target.Payloads, ReceiverServer.NotesIn(target.Directory), count, cancellationToken);
        var over = Task.Delay(duration, TimeProvider.System, cancellationToken);
        await Task.Delay(Quiet, TimeProvider.System, cancellationToken);
        var answer = await Task.Factory.StartNew(SendLarge, cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);

        try
        {
            var times = await neighbours;
            await over;
            var remark = Invariant($"{answer}; neighbours handled: p50 {times.P50:F1} ms, p99 {times.P99:F1} ms, max {times.Max:F1} ms");
            return new AttackOutcome(remark) { HandledP99 = times.P99 };
        }
        catch (BenchmarkFailedException failure)
        {
            await over;
            return new AttackOutcome(Invariant($"{answer}; neighbours were not all handled: {failure.Message.Split('\n')[0]}")) { HandledP99 = double.NaN };
        }
    }

    private string SendLarge()
    {
        var clock = TimeProvider.System;
        var begin = clock.GetTimestamp();
        var deadline = begin + (long)(Patience.TotalSeconds * clock.TimestampFrequency);
        using var connection = GenuineConnection.TryOpen(target.PublicPort, deadline);
        var status = connection?.Send(target.Payloads.Request(Body(), ReceiverServer.CallbackPath), deadline);
        var answer = status is { } number ? Invariant($"{number}") : "nothing";
        return Invariant($"{BodyLength / 1e6:F0} MB answered with {answer} after {clock.GetElapsedTime(begin).TotalMilliseconds:F0} ms");
    }

    private static byte[] Body()
    {
        var body = new StringBuilder(Before, BodyLength);

        while (body.Length + Item.Length + After.Length <= BodyLength)
        {
            body.Append(Item);
        }

        return Encoding.ASCII.GetBytes(body.Append(After).ToString());
    }
}
