namespace WebhookReceiver.Benchmarks;

/// <summary>
/// Sends requests at a fixed rate, whether the ones before were answered or not, and counts each from the moment it was due: a client that waits for a slow
/// answer before it asks again would leave out just the requests that the slowness hit.
/// </summary>
internal static class OpenLoop
{
    /// <summary>
    /// Each has a thread that waits for its turn and sends. They are so many that at a thousand per second an answer may take a tenth of a second before a
    /// request has to wait for its connection; and the wait counts.
    /// </summary>
    private const int Connections = 100;

    private static readonly TimeSpan Preparation = TimeSpan.FromMilliseconds(200);

    /// <returns>How long each request took, in the order in which they were due.</returns>
    /// <exception cref="BenchmarkFailedException">A request was not answered with 200.</exception>
    public static async Task<TimeSpan[]> RunAsync(Uri target, IReadOnlyList<byte[]> requests, int rate, CancellationToken cancellationToken)
    {
        var clock = TimeProvider.System;
        var times = new TimeSpan[requests.Count];
        var connections = Enumerable.Range(0, Connections).Select(_ => new KeptConnection(target.Port)).ToArray();

        try
        {
            var begin = clock.GetTimestamp() + (long)(Preparation.TotalSeconds * clock.TimestampFrequency);
            var threads = connections.Select((connection, first) => Task.Factory.StartNew(
                () => Send(connection, first, begin),
                cancellationToken,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default));

            await Task.WhenAll(threads);
            return times;
        }
        finally
        {
            foreach (var connection in connections)
            {
                connection.Dispose();
            }
        }

        void Send(KeptConnection connection, int first, long begin)
        {
            for (var number = first; number < requests.Count; number += Connections)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var due = begin + (number * clock.TimestampFrequency / rate);
                FineSleep.Until(due);

                if (connection.Send(requests[number]) is not 200 and var status)
                {
                    throw new BenchmarkFailedException(
                        $"A delivery was answered with {status}: at this rate there is no latency of an acknowledgement to measure.");
                }

                times[number] = clock.GetElapsedTime(due);
            }
        }
    }
}
