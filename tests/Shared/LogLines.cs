using Microsoft.Extensions.Logging;

namespace WebhookReceiver.Testing;

/// <summary>Keeps what is logged, from any thread, and signals each line: a test awaits the one that it needs, or gets each as it is written.</summary>
/// <param name="wants">Which lines by category and level; all of them when null.</param>
/// <param name="written">Gets each line on the thread that writes it; then none is kept.</param>
/// <param name="withScopes">Whether the scopes that are opened count as lines, too.</param>
internal sealed class LogLines(Func<string, LogLevel, bool>? wants = null, Action<LogLine>? written = null, bool withScopes = false) : ILoggerProvider
{
    private readonly Sightings<LogLine> lines = new();

    public IReadOnlyList<LogLine> All => lines.All;

    /// <summary>Waits until there are <paramref name="count"/> of these, those written before the call included.</summary>
    public Task UntilAsync(Func<LogLine, bool> which, int count, CancellationToken cancellationToken) => lines.UntilAsync(which, count, cancellationToken);

    /// <summary>Waits for the first line with this id.</summary>
    public async Task<LogLine> UntilAsync(int id, CancellationToken cancellationToken)
    {
        await UntilAsync(line => line.Id == id, 1, cancellationToken);
        return All.First(line => line.Id == id);
    }

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void Dispose()
    {
        // What a receiver has logged is read after its end as well.
    }

    private bool WithScopes => withScopes;

    private bool Wants(string category, LogLevel level) => wants?.Invoke(category, level) ?? true;

    private void Add(LogLine line)
    {
        if (written is null)
        {
            lines.Add(line);
        }
        else
        {
            written(line);
        }
    }

    private sealed class Logger(LogLines log, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
        {
            if (log.WithScopes)
            {
                log.Add(new LogLine(category, LogLevel.None, default, $"scope {state}"));
            }

            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => log.Wants(category, logLevel);

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                log.Add(new LogLine(category, logLevel, eventId, formatter(state, exception) + exception));
            }
        }
    }
}
