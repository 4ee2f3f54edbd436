using Microsoft.Extensions.Logging;

namespace WebhookReceiver.Pipeline.Tests.Simulation;

/// <summary>Puts the first line of each warning and error that the receiver logs into the story.</summary>
internal sealed class StoryLog(Story story) : ILoggerProvider, ILogger
{
    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        story.Remark($"({eventId.Id}) {formatter(state, exception).Split('\n')[0]}");

    public void Dispose()
    {
    }
}
