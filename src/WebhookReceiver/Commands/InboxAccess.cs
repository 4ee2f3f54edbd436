using Microsoft.Extensions.Options;
using WebhookReceiver.Listeners;
using WebhookReceiver.Operators;

namespace WebhookReceiver.Commands;

/// <summary>
/// Opens the inbox directly, or asks the service that has it open: only one process at a time can hold the folder's lock. A database is opened beside the services that use it.
/// </summary>
internal static class InboxAccess
{
    private const string StoppedReplayNote = "The service is stopped; its handlers are called when it starts next.";
    private const string SharedReplayNote = "The instance that owns the conversation replays it within seconds, or when one starts.";

    /// <param name="configuration">The settings.</param>
    /// <param name="isReadOnly">Whether the command only reads; then nothing in the folder changes.</param>
    public static async Task<IInboxAccess> OpenAsync(IConfiguration configuration, bool isReadOnly)
    {
        var location = InboxLocation.Read(configuration, addStores: CommandSettings.AddStores);

        if (location is { IsOnDisk: false, IsShared: false })
        {
            return Running(configuration, location, $"Inbox:Store is {location.Store}, so only the running service has any data");
        }

        if (location is { IsShared: false, Exists: false })
        {
            throw new CommandFailedException($"There is no inbox in {location.Directory}. Set Inbox:Directory to the service's value.");
        }

        try
        {
            var stopped = await StoppedInbox.OpenAsync(configuration, LogToErrors, isReadOnly, CommandSettings.AddStores);
            return new DirectAccess(stopped, location.IsShared ? SharedReplayNote : StoppedReplayNote);
        }
        catch (InboxInUseException exception)
        {
            return Running(configuration, location, exception.Message);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new CommandFailedException($"The inbox{(location.IsShared ? string.Empty : $" in {location.Directory}")} cannot be opened: {exception.Message}", exception);
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
