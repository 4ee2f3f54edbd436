using Microsoft.Extensions.Logging;

namespace WebhookReceiver.Tests.Receiving;

/// <summary>The log of one receiver.</summary>
internal sealed class LogCollector : ILoggerProvider
{
    public Sightings<SuiteLogLine> Lines { get; } = new();

    public ILogger CreateLogger(string categoryName) => new Collecting(categoryName, Lines);

    public void Dispose()
    {
    }

    private sealed class Collecting(string category, Sightings<SuiteLogLine> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) =>
            logLevel >= (category.StartsWith(nameof(WebhookReceiver), StringComparison.Ordinal) ? LogLevel.Information : LogLevel.Warning);

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                lines.Add(new SuiteLogLine(category, logLevel, eventId, formatter(state, exception) + exception));
            }
        }
    }
}
