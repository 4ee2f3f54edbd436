using Serilog.Core;
using Serilog.Events;
using Serilog.Parsing;
using WebhookReceiver.Commands.Output;

namespace WebhookReceiver.Logging;

/// <summary>Passes lines to a terminal with control characters shown as their code points, and line ends as <c>\n</c>: no text can repaint the screen, or look like a log line of its own.</summary>
internal sealed class PrintableSink(ILogEventSink terminal) : ILogEventSink, IDisposable
{
    public void Emit(LogEvent logEvent) => terminal.Emit(new LogEvent(
        logEvent.Timestamp,
        logEvent.Level,
        logEvent.Exception is { } exception ? new PrintableException(exception) : null,
        new MessageTemplate(logEvent.MessageTemplate.Tokens.Select(static token => token is TextToken text ? new TextToken(Printable.Escape(text.Text)) : token)),
        logEvent.Properties.Select(static property => new LogEventProperty(property.Key, Escape(property.Value)))));

    public void Dispose() => (terminal as IDisposable)?.Dispose();

    private static LogEventPropertyValue Escape(LogEventPropertyValue value) => value switch
    {
        ScalarValue { Value: string text } => new ScalarValue(Printable.Escape(text)),
        SequenceValue sequence => new SequenceValue(sequence.Elements.Select(Escape)),
        StructureValue structure => new StructureValue(structure.Properties.Select(static part => new LogEventProperty(part.Name, Escape(part.Value))), structure.TypeTag),
        DictionaryValue dictionary => new DictionaryValue(dictionary.Elements.Select(static part => KeyValuePair.Create((ScalarValue)Escape(part.Key), Escape(part.Value)))),
        _ => value,
    };

    /// <summary>An exception that prints like another, but safely. Its text may have several lines; each is indented, so that none looks like a log line.</summary>
#pragma warning disable CA1032 // It is printed, never thrown.
    private sealed class PrintableException(Exception exception) : Exception
#pragma warning restore CA1032
    {
        public override string ToString() => string.Join('\n', LongValues.Cut(exception.ToString()).Split('\n').Select(static line => $"   {Printable.Escape(line.TrimEnd('\r'))}"));
    }
}
