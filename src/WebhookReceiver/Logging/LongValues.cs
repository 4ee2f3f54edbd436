using System.Globalization;
using Serilog.Core;
using Serilog.Events;

namespace WebhookReceiver.Logging;

/// <summary>Truncates every text in a log line, for all sinks: what a stranger sends must not fill the log disk.</summary>
internal sealed class LongValues : ILogEventEnricher
{
    public const int MaxCharacters = 16 * 1024;

    /// <summary>Truncates one text, with a note of its original length.</summary>
    public static string Cut(string text) => text.Length > MaxCharacters ? $"{text.AsSpan(0, MaxCharacters)}… ({text.Length} characters)" : text;

    public void Enrich(LogEvent logEvent, ILogEventPropertyFactory propertyFactory)
    {
        List<LogEventProperty>? cut = null;

        foreach (var (name, value) in logEvent.Properties)
        {
            if (IsLong(value))
            {
                (cut ??= []).Add(new LogEventProperty(name, new ScalarValue(Cut(value is ScalarValue { Value: string text } ? text : value.ToString(format: null, CultureInfo.InvariantCulture)))));
            }
        }

        cut?.ForEach(logEvent.AddOrUpdateProperty);
    }

    /// <summary>Other scalars are numbers and times; a structured value is measured as it would be written.</summary>
    private static bool IsLong(LogEventPropertyValue value) => value switch
    {
        ScalarValue { Value: string text } => text.Length > MaxCharacters,
        ScalarValue => false,
        _ => value.ToString(format: null, CultureInfo.InvariantCulture).Length > MaxCharacters,
    };
}
