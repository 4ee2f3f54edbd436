using System.Globalization;
using Serilog;
using Serilog.Configuration;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting;
using Serilog.Formatting.Display;
using Serilog.Formatting.Json;
using WebhookReceiver.Logging;
using Xunit;

namespace WebhookReceiver.Tests.Logs;

/// <summary>The components between a log line and its sinks.</summary>
public sealed class When_a_stranger_is_logged
{
    private const string Hostile = "\u001b[2J\r\n12:00:00 INF all is well\u202e";

    [Fact]
    public void A_terminal_shows_it_as_one_line_without_obeying_it()
    {
        var screen = Lines(log => log.Warning("Seen {What} and {@Parts} at {List}", Hostile, new { Part = Hostile }, new[] { Hostile }));

        Assert.DoesNotContain(screen, static character => character is '\u001b' or '\u202e' or '\r');
        Assert.Single(screen.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(3, screen.Split("u001b[2J").Length - 1);
    }

    [Fact]
    public void The_same_holds_for_a_message_without_a_template_and_for_an_exception()
    {
#pragma warning disable CA2254, Serilog004, CA2201 // This is what a careless handler does.
        var screen = Lines(log => log.Error(new InvalidOperationException(Hostile), "Went wrong: " + Hostile));
#pragma warning restore CA2254, Serilog004, CA2201

        Assert.DoesNotContain(screen, static character => character is '\u001b' or '\u202e' or '\r');
        Assert.All(screen.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1), static line => Assert.StartsWith("   ", line, StringComparison.Ordinal));
    }

    [Fact]
    public void A_long_text_in_a_line_is_truncated()
    {
        using var written = new StringWriter();

        using (var log = new LoggerConfiguration().Enrich.With<LongValues>().WriteTo.Sink(new Written(new JsonFormatter(), written)).CreateLogger())
        {
            log.Warning("Seen {What} and {Parts}, not {Short}", new string('x', 4_000_000), Enumerable.Repeat(new string('y', 100_000), 100).ToArray(), "short");
        }

        Assert.InRange(written.ToString().Length, LongValues.MaxCharacters, 3 * LongValues.MaxCharacters);
        Assert.Contains("(4000000 characters)", written.ToString(), StringComparison.Ordinal);
        Assert.Contains("\"Short\":\"short\"", written.ToString(), StringComparison.Ordinal);
    }

    private static string Lines(Action<ILogger> write)
    {
        using var screen = new StringWriter { NewLine = "\n" };

        using (var log = LoggerSinkConfiguration.Wrap(
            new LoggerConfiguration().WriteTo, static terminal => new PrintableSink(terminal), sinks => sinks.Sink(new Written(new MessageTemplateTextFormatter("{Level:u3} {Message:lj}{NewLine}{Exception}", CultureInfo.InvariantCulture), screen))).CreateLogger())
        {
            write(log);
        }

        return screen.ToString();
    }

    private sealed class Written(ITextFormatter form, TextWriter output) : ILogEventSink
    {
        public void Emit(LogEvent logEvent) => form.Format(logEvent, output);
    }
}
