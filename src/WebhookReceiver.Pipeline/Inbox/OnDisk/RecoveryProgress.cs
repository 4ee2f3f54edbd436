using Microsoft.Extensions.Logging;

namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>Logs the progress of recovery, once a second if it takes longer than that.</summary>
internal sealed partial class RecoveryProgress(long totalBytes, TimeProvider clock, ILogger logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly ReadingMemory memory = new();
    private long bytes;
    private long last = clock.GetTimestamp();

    public void Read(long more)
    {
        bytes += more;
        memory.Read(more);

        if (clock.GetElapsedTime(last) >= Interval)
        {
            last = clock.GetTimestamp();
            Recovering(logger, bytes, totalBytes);
        }
    }

    /// <summary>Called when everything has been read.</summary>
    public void End() => memory.GiveBack();

    [LoggerMessage(1251, LogLevel.Information, "Recovering the inbox: {Bytes} of about {TotalBytes} bytes read")]
    private static partial void Recovering(ILogger logger, long bytes, long totalBytes);
}
