using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WebhookReceiver.Journal.Disk;

namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>
/// Monitors the free space for the inbox. Below <c>Inbox:MinimumFreeBytes</c> nothing more is accepted, while outcomes of accepted deliveries can still be
/// written.
/// </summary>
internal sealed partial class FreeSpace(IDisk disk, InboxFolder folder, IOptions<InboxOptions> options, ILogger<FreeSpace> logger)
{
    private readonly long minimum = options.Value.MinimumFreeBytes;
    private volatile bool isEnough = true;
    private bool isShort;
    private long bytes;

    public bool IsEnough => isEnough;

    /// <summary>Free bytes at the last check.</summary>
    public long Bytes => Interlocked.Read(ref bytes);

    /// <summary>With fewer, nothing is accepted.</summary>
    public long Minimum => minimum;

    public void Look()
    {
        try
        {
            Interlocked.Exchange(ref bytes, disk.FreeBytes(folder.Path));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            NotKnown(logger, exception.Message);
            return;
        }

        if (isEnough != Bytes >= minimum)
        {
            isEnough = !isEnough;
            Report();
        }

        // Logged while there is still time to react.
        if (isShort != Bytes < minimum + (minimum / 2))
        {
            isShort = !isShort;

            if (isShort && isEnough)
            {
                SpaceShort(logger, Bytes, minimum);
            }
        }
    }

    private void Report()
    {
        if (isEnough)
        {
            SpaceEnough(logger, Bytes);
        }
        else
        {
            SpaceOver(logger, Bytes, minimum);
        }
    }

    [LoggerMessage(1260, LogLevel.Warning, "{Bytes} bytes are free for the inbox; below {Minimum} (Inbox:MinimumFreeBytes) deliveries are answered with 503")]
    private static partial void SpaceShort(ILogger logger, long bytes, long minimum);

    [LoggerMessage(1261, LogLevel.Error, "Only {Bytes} bytes are free for the inbox, less than {Minimum} (Inbox:MinimumFreeBytes): deliveries are answered with 503")]
    private static partial void SpaceOver(ILogger logger, long bytes, long minimum);

    [LoggerMessage(1262, LogLevel.Information, "{Bytes} bytes are free for the inbox; deliveries are accepted again")]
    private static partial void SpaceEnough(ILogger logger, long bytes);

    [LoggerMessage(1263, LogLevel.Error, "The free space for the inbox could not be determined: {Problem}")]
    private static partial void NotKnown(ILogger logger, string problem);
}
