using System.Text;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WebhookReceiver.Inbox;

namespace WebhookReceiver.Operators;

/// <summary>
/// Writes the key generated at this start to the store's folder; a person who may read it there is the operator. Starts after the inbox, which holds the folder's lock by then:
/// a second process that does not get the lock must not replace the key of the first.
/// </summary>
internal sealed partial class OperationsKeyFile(OperationsKey key, ChosenStore store, IHostApplicationLifetime lifetime, ILogger<OperationsKeyFile> logger) : IHostedService
{
    public const string FileName = "operations.key";

    /// <exception cref="WhatsAppConfigurationException">The key cannot be written.</exception>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (store.Folder is not { } folder)
        {
            return Task.CompletedTask;
        }

        if (folder.Taken.IsCompleted)
        {
            Write(folder);
        }
        else
        {
            _ = WriteLaterAsync(folder);
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Waits until another process that holds the folder, with its own key in it, has finished; then writes this key.</summary>
    private async Task WriteLaterAsync(IStoreFolder folder)
    {
        try
        {
            await folder.Taken;
            Write(folder);
        }
        catch (WhatsAppConfigurationException exception)
        {
            KeyNotWritten(logger, exception.Problems[0]);
            Environment.ExitCode = 1;
            lifetime.StopApplication();
        }
    }

    private void Write(IStoreFolder folder)
    {
        try
        {
            if (key.Generated is { } text)
            {
                folder.Write(FileName, Encoding.ASCII.GetBytes(text));
                KeyWritten(logger, Path.Combine(folder.Path, FileName));
            }
            else
            {
                // From an earlier start without a configured key: it opens nothing now, and would only mislead.
                folder.Delete(FileName);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new WhatsAppConfigurationException($"Inbox:Directory ({folder.Path}): the key of /api cannot be written there: {exception.Message}", exception);
        }
    }

    [LoggerMessage(1280, LogLevel.Information, "The key of /api for this start is in {Path}")]
    private static partial void KeyWritten(ILogger logger, string path);

    [LoggerMessage(1282, LogLevel.Critical, "The service stops: {Problem}")]
    private static partial void KeyNotWritten(ILogger logger, string problem);
}
