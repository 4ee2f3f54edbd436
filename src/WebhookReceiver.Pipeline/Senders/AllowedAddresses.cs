using System.Net;
using Microsoft.Extensions.Logging;
using WebhookReceiver.Files;

namespace WebhookReceiver.Senders;

/// <summary>
/// The addresses from which one endpoint may be called, from a file that is read again when it changes. A bad change leaves the previous list in force. An old list is warned of once a day and stays in
/// force too: the owner of the addresses may have added some, and refusing all of them would lose every notification.
/// </summary>
internal sealed partial class AllowedAddresses
{
    public static readonly TimeSpan Old = TimeSpan.FromDays(30);

    private static readonly TimeSpan WarningInterval = TimeSpan.FromDays(1);

    private readonly string endpoint;
    private readonly string path;
    private readonly TimeProvider clock;
    private readonly ILogger logger;
    private volatile AddressRanges ranges;
    private long warned;

    /// <exception cref="InvalidDataException">The file contains something else.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file cannot be read.</exception>
    public AllowedAddresses(string endpoint, string path, FileWatch watch, TimeProvider clock, ILogger logger)
    {
        (this.endpoint, this.path, this.clock, this.logger) = (endpoint, path, clock, logger);
        watch.Watch(() => [path], Reload);
        ranges = AddressListFile.Read(path);
    }

    /// <param name="address">Null for a connection without an address, such as one over a Unix socket.</param>
    public bool Include(IPAddress? address) => address is not null && ranges.Include(AddressText.Plain(address));

    /// <summary>Warns if the list has not been renewed for long. Call it from time to time.</summary>
    public void WarnIfOld()
    {
        var age = clock.GetUtcNow() - new DateTimeOffset(File.GetLastWriteTimeUtc(path));

        if (age > Old && (warned is 0 || clock.GetElapsedTime(warned) >= WarningInterval))
        {
            warned = clock.GetTimestamp();
            ListIsOld(logger, path, endpoint, (int)age.TotalDays);
        }
    }

    private void Reload()
    {
        try
        {
            ranges = AddressListFile.Read(path);
            warned = 0;
            ListRead(logger, path, endpoint, ranges.Networks);
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            ListRefused(logger, path, endpoint, exception.Message);
        }
    }

    [LoggerMessage(1110, LogLevel.Information, "The address list {Path} of endpoint {Endpoint} was read again: {Networks} networks")]
    private static partial void ListRead(ILogger logger, string path, string endpoint, int networks);

    [LoggerMessage(1111, LogLevel.Error, "The changed address list {Path} of endpoint {Endpoint} was refused; the previous one stays in force: {Problem}")]
    private static partial void ListRefused(ILogger logger, string path, string endpoint, string problem);

    [LoggerMessage(1112, LogLevel.Warning, "The address list {Path} of endpoint {Endpoint} is {Days} days old and may lack addresses that its owner has added since; renew it with the command addresses refresh")]
    private static partial void ListIsOld(ILogger logger, string path, string endpoint, int days);
}
