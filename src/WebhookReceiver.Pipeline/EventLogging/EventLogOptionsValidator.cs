using Microsoft.Extensions.Options;

namespace WebhookReceiver.EventLogging;

/// <summary>Opens the event log at start, so that a path that cannot be written is found then and not with the first event.</summary>
internal sealed class EventLogOptionsValidator : IValidateOptions<EventLogOptions>
{
    public ValidateOptionsResult Validate(string? name, EventLogOptions options)
    {
        if (options.Path is null)
        {
            return ValidateOptionsResult.Success;
        }

        try
        {
            using var file = new EventLogFile(options.Path);
            return ValidateOptionsResult.Success;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return ValidateOptionsResult.Fail($"EventLog:Path cannot be written: {exception.Message}");
        }
    }
}
