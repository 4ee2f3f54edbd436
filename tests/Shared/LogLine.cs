using Microsoft.Extensions.Logging;

namespace WebhookReceiver.Testing;

/// <summary>A line of a log as it would be written, with its exception.</summary>
internal sealed record LogLine(string Category, LogLevel Level, EventId EventId, string Text)
{
    public int Id => EventId.Id;

    /// <summary>Whether a host logs it that keeps the defaults: of the framework only what is a warning or worse.</summary>
    public static bool IsOrdinary(string category, LogLevel level) =>
        level >= (category.StartsWith(nameof(WebhookReceiver), StringComparison.Ordinal) ? LogLevel.Information : LogLevel.Warning);
}
