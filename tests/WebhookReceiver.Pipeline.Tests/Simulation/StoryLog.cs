using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;

namespace WebhookReceiver.Pipeline.Tests.Simulation;

/// <summary>Puts the first line of each warning and error that the receiver logs into the story, without ids that differ from one telling to the next.</summary>
internal sealed partial class StoryLog(Story story) : ILoggerProvider, ILogger
{
    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        story.Remark($"({eventId.Id}) {Ids().Replace(formatter(state, exception).Split('\n')[0], "…")}");

    public void Dispose()
    {
    }

    [GeneratedRegex("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{16}-[0-9a-f]{16}", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Ids();
}
