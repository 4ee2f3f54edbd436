namespace WebhookReceiver.Benchmarks;

/// <summary>Looks at the resident memory of a process all the time, since the highest value the kernel keeps may be from the start; in MB.</summary>
internal sealed class MemoryWatch : IAsyncDisposable
{
    private const double MegaByte = 1e6;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly int processId;
    private readonly CancellationTokenSource end = new();
    private readonly double peakBefore;
    private readonly Task watching;

    /// <summary>Begins to watch.</summary>
    public MemoryWatch(int processId)
    {
        this.processId = processId;
        peakBefore = Read()?.Peak / MegaByte ?? 0;
        watching = Task.Factory.StartNew(Watch, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>The most there was since the watch began, the last known value of a process that has died included.</summary>
    public double Peak { get; private set; }

    /// <summary>Not a number when there is no such process any more.</summary>
    public double Now => Read()?.Resident / MegaByte ?? double.NaN;

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        await watching;
        end.Dispose();
    }

    private void Watch()
    {
        do
        {
            if (Read() is { } memory)
            {
                // What rose between two looks is in the kernel's highest value, once that is above what it was.
                var kernels = memory.Peak / MegaByte;
                Peak = Math.Max(Peak, kernels > peakBefore ? kernels : memory.Resident / MegaByte);
            }
        }
        while (!end.Token.WaitHandle.WaitOne(Interval));
    }

    private ProcessMemory? Read()
    {
        try
        {
            return ProcessMemory.Read(processId);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            // It has died; a process that is ending has no memory any more, and its threads go while they are being listed.
            return null;
        }
    }
}
