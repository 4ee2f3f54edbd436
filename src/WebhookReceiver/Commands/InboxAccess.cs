using Microsoft.Extensions.Options;
using WebhookReceiver.Listeners;
using WebhookReceiver.Operators;

namespace WebhookReceiver.Commands;

/// <summary>Finds out whether a service has the inbox open: only one process at a time can hold the folder's lock.</summary>
internal static class InboxAccess
{
    /// <param name="configuration">The settings.</param>
    /// <param name="isReadOnly">Whether the command only reads; then nothing in the folder changes.</param>
    public static async Task<IInboxAccess> OpenAsync(IConfiguration configuration, bool isReadOnly)
    {
        var location = InboxLocation.Read(configuration);

        if (!location.IsOnDisk)
        {
            return Running(configuration, location, "Inbox:Store is Memory, so only the running service has any data");
        }

        if (!location.Exists)
        {
            throw new CommandFailedException($"There is no inbox in {location.Directory}. Set Inbox:Directory to the service's value.");
        }

        try
        {
            return new FolderAccess(await StoppedInbox.OpenAsync(configuration, LogToErrors, isReadOnly));
        }
        catch (InboxInUseException exception)
        {
            return Running(configuration, location, exception.Message);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new CommandFailedException($"The inbox in {location.Directory} cannot be opened: {exception.Message}", exception);
        }
        catch (OptionsValidationException exception)
        {
            throw new CommandFailedException(string.Join(Environment.NewLine, exception.Failures), exception);
        }
    }

    private static HttpAccess Running(IConfiguration configuration, InboxLocation location, string why)
    {
        try
        {
            var key = location.ReadKey()
                ?? throw new CommandFailedException($"{why}; but there is no key for its /api: set Operations:ApiKey to the service's value.");
            return new HttpAccess(OwnCertificate.Client(configuration), ListenerSettings.Read(configuration).OperationsUrlFromHere(), key, why);
        }
        catch (Exception exception) when (exception is InvalidConfigurationException or IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException($"{why}; but it cannot be asked: {exception.Message}", exception);
        }
    }

    /// <summary>Messages from the recovery go to the error stream, apart from the answer.</summary>
    private static void LogToErrors(ILoggingBuilder logging) =>
        logging.AddConsole(static console => console.LogToStandardErrorThreshold = LogLevel.Trace).SetMinimumLevel(LogLevel.Warning);
}
