using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace WebhookReceiver.Tests.Receiving;

/// <summary>Collects every log line of every receiver that this run of the suite starts, at every level, for the test that searches them.</summary>
internal sealed class SuiteLogProvider : ILoggerProvider
{
    public static ConcurrentQueue<SuiteLogLine> Lines { get; } = new();

    public ILogger CreateLogger(string categoryName) => new SuiteLogger(categoryName);

    public void Dispose()
    {
    }

    private sealed class SuiteLogger(string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Enqueue(new SuiteLogLine(category, logLevel, eventId, formatter(state, exception) + exception));
    }
}

/// <summary>A line of a log as it would be written.</summary>
internal sealed record SuiteLogLine(string Category, LogLevel Level, EventId EventId, string Text);
