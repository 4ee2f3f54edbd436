using System.Collections.Concurrent;

namespace WebhookReceiver.Benchmarks;

/// <summary>
/// What the sender does that the receiver is there for: distinct signed deliveries at a fixed rate, most over connections that it keeps, some each over a
/// new one. It is an open loop like <see cref="OpenLoop"/>, but failures are counted and do not end it.
/// </summary>
/// <param name="port">Of the receiver.</param>
/// <param name="payloads">What is sent.</param>
/// <param name="length">How long the body of the delivery with this number is.</param>
internal sealed class GenuineTraffic(int port, SignedPayloads payloads, Func<int, int> length)
{
    private const int KeptConnections = 20;
    private const int PerSecondOnKept = 180;
    private const int PerSecondOnNew = 20;

    /// <summary>After that the sender gives up, also on a delivery that had to wait for its connection.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private static readonly TimeProvider Clock = TimeProvider.System;

    private readonly ConcurrentQueue<GenuineDelivery> deliveries = new();
    private int sent;

    /// <summary>Sends until it is cancelled, and waits for the last answers.</summary>
    public Task RunAsync(CancellationToken end)
    {
        var begin = Clock.GetTimestamp();
        var threads = Enumerable.Range(0, KeptConnections).Select(connection => OnThread(() => SendOnKept(connection, begin, end)));
        return Task.WhenAll(threads.Append(OnThread(() => SendOnNew(begin, end))));
    }

    /// <summary>The figures of what was due between two timestamps; complete when the run has ended.</summary>
    public GenuineFigures Figures(bool isNew, long from, long to) =>
        new([.. deliveries.Where(delivery => delivery.IsNew == isNew && delivery.Due >= from && delivery.Due < to)]);

    private void SendOnKept(int first, long begin, CancellationToken end)
    {
        GenuineConnection? connection = null;

        for (var turn = first; WaitUntil(begin, turn, PerSecondOnKept, end) is { } due; turn += KeptConnections)
        {
            var deadline = Deadline(due);
            connection ??= GenuineConnection.TryOpen(port, deadline);
            var status = connection?.Send(NextRequest(), deadline);
            Note(due, isNew: false, status);

            if (status is null || connection is { IsLast: true })
            {
                connection?.Dispose();
                connection = null;
            }
        }

        connection?.Dispose();
    }

    private void SendOnNew(long begin, CancellationToken end)
    {
        var sending = new List<Task>();

        for (var turn = 0; WaitUntil(begin, turn, PerSecondOnNew, end) is { } due; turn++)
        {
            sending.RemoveAll(static task => task.IsCompleted);

            // A thread for each: one that has to wait for its connection must not hold up the next.
            sending.Add(OnThread(() =>
            {
                using var connection = GenuineConnection.TryOpen(port, Deadline(due));
                Note(due, isNew: true, connection?.Send(NextRequest(), Deadline(due)));
            }));
        }

        Task.WaitAll(sending, CancellationToken.None);
    }

    private byte[] NextRequest()
    {
        var number = Interlocked.Increment(ref sent);
        return payloads.Request(number, ReceiverServer.CallbackPath, length(number));
    }

    private void Note(long due, bool isNew, int? status) =>
        deliveries.Enqueue(new GenuineDelivery(due, isNew, status is 200 ? Clock.GetElapsedTime(due) : null));

    /// <returns>When this turn was due; null when there is to be no further one.</returns>
    private static long? WaitUntil(long begin, int turn, int perSecond, CancellationToken end)
    {
        var due = begin + (turn * Clock.TimestampFrequency / perSecond);
        FineSleep.Until(due);
        return end.IsCancellationRequested ? null : due;
    }

    private static long Deadline(long due) => due + (long)(Patience.TotalSeconds * Clock.TimestampFrequency);

    private static Task OnThread(Action action) =>
        Task.Factory.StartNew(action, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
