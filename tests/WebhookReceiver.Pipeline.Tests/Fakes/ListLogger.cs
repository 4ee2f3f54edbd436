using Microsoft.Extensions.Logging;

namespace WebhookReceiver.Pipeline.Tests.Fakes;

/// <summary>Collects log lines. Thread-safe.</summary>
internal sealed class ListLogger<T> : ILogger<T>
{
    private readonly List<(LogLevel Level, int Id, string Text)> lines = [];

    /// <summary>The lines logged so far.</summary>
    public List<(LogLevel Level, int Id, string Text)> Lines
    {
        get
        {
            lock (lines)
            {
                return [.. lines];
            }
        }
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (lines)
        {
            lines.Add((logLevel, eventId.Id, formatter(state, exception)));
        }
    }
}
