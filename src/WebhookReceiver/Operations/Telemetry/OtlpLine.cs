using System.Collections;
using System.Globalization;
using Serilog.Core;
using Serilog.Events;

namespace WebhookReceiver.Operations.Telemetry;

/// <summary>A line of the log as OpenTelemetry takes it: its values are attributes, and the rendered text is the body.</summary>
internal sealed class OtlpLine : IReadOnlyList<KeyValuePair<string, object?>>
{
    private const string EventIdProperty = "EventId";

    private readonly LogEvent line;
    private readonly List<KeyValuePair<string, object?>> values = [];

    public OtlpLine(LogEvent line)
    {
        this.line = line;

        foreach (var (name, value) in line.Properties)
        {
            switch (name)
            {
                case Constants.SourceContextPropertyName when value is ScalarValue { Value: string source }:
                    Category = source;
                    break;
                case EventIdProperty when value is StructureValue id:
                    EventId = Read(id);
                    values.Add(new("event.id", EventId.Id));
                    break;
                default:
                    values.Add(new(name, ValueOf(value)));
                    break;
            }
        }

        // By this name OpenTelemetry knows the template.
        values.Add(new("{OriginalFormat}", line.MessageTemplate.Text));
    }

    public string Category { get; } = "WebhookReceiver";

    public EventId EventId { get; }

    public Microsoft.Extensions.Logging.LogLevel Level => line.Level switch
    {
        LogEventLevel.Verbose => LogLevel.Trace,
        LogEventLevel.Debug => LogLevel.Debug,
        LogEventLevel.Information => LogLevel.Information,
        LogEventLevel.Warning => LogLevel.Warning,
        LogEventLevel.Error => LogLevel.Error,
        _ => LogLevel.Critical,
    };

    public int Count => values.Count;

    public KeyValuePair<string, object?> this[int index] => values[index];

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => values.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override string ToString() => line.RenderMessage(CultureInfo.InvariantCulture);

    private static EventId Read(StructureValue id)
    {
        var parts = id.Properties.ToDictionary(static part => part.Name, static part => (part.Value as ScalarValue)?.Value, StringComparer.Ordinal);
        return new EventId(parts.GetValueOrDefault("Id") is int number ? number : 0, parts.GetValueOrDefault("Name") as string);
    }

    private static object? ValueOf(LogEventPropertyValue value) => value switch
    {
        ScalarValue { Value: null or string or bool or int or long or double } scalar => scalar.Value,
        ScalarValue { Value: IFormattable scalar } => scalar.ToString(format: null, CultureInfo.InvariantCulture),
        ScalarValue scalar => scalar.Value?.ToString(),
        _ => value.ToString(format: null, CultureInfo.InvariantCulture),
    };
}
