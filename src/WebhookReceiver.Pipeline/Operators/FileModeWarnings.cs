using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WebhookReceiver.EventLogging;
using WebhookReceiver.Inbox;

namespace WebhookReceiver.Operators;

/// <summary>Warns at startup when everybody on this machine can read or write what people wrote. The receiver creates both for their owner alone, but leaves existing ones as they are.</summary>
internal sealed partial class FileModeWarnings(ChosenStore store, IOptions<EventLogOptions> eventLog, ILogger<FileModeWarnings> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (store.Folder is { } folder && OpenToOthers.Is(folder.Path))
        {
            CanBeReadByOthers(logger, "Inbox:Directory", folder.Path);
        }

        if (eventLog.Value.Path is { Length: > 0 } path && OpenToOthers.Is(path))
        {
            CanBeReadByOthers(logger, "EventLog:Path", path);
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(1283, LogLevel.Warning, "{Key} ({Path}) contains what people wrote, and everybody on this machine can read or write it; revoke that with chmod o-rw")]
    private static partial void CanBeReadByOthers(ILogger logger, string key, string path);
}
