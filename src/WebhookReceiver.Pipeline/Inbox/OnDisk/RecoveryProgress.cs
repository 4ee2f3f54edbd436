using Microsoft.Extensions.Logging;

namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>Tells in the log how far recovery has come, once a second if it takes longer than that.</summary>
internal sealed partial class RecoveryProgress(long totalBytes, TimeProvider clock, ILogger logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>Above it what recovery leaves behind in memory is worth giving back.</summary>
    private const long Much = 16 * 1024 * 1024;

    private long bytes;
    private long last = clock.GetTimestamp();

    public void Read(long more)
    {
        bytes += more;

        if (clock.GetElapsedTime(last) >= Interval)
        {
            last = clock.GetTimestamp();
            Recovering(logger, bytes, totalBytes);
        }
    }

    /// <summary>Gives back the memory that the reading took. An idle service would keep it until something else needs memory.</summary>
    public void End()
    {
        if (bytes > Much)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive);
        }
    }

    [LoggerMessage(1251, LogLevel.Information, "Recovering the inbox: {Bytes} of about {TotalBytes} bytes read")]
    private static partial void Recovering(ILogger logger, long bytes, long totalBytes);
}
