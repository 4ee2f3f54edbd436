using System.Buffers;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WebhookReceiver.Observation;
using WebhookReceiver.Outlets;

namespace WebhookReceiver.EventLogging;

/// <summary>
/// The outlet that writes one JSON line per event to a file, before any handler sees the event and regardless of its outcome.
/// </summary>
internal sealed partial class EventLog : IOutlet, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ReportInterval = TimeSpan.FromMinutes(1);

    private readonly string? path;
    private readonly ReceiverMetrics metrics;
    private readonly TimeProvider clock;
    private readonly ILogger<EventLog> logger;
    private readonly ArrayBufferWriter<byte> lines = new();
    private readonly EventLogLine line;
    private EventLogFile? file;
    private long? reportedAt;

    public EventLog(IOptions<EventLogOptions> options, ReceiverMetrics metrics, TimeProvider clock, ILogger<EventLog> logger)
    {
        path = options.Value.Path;
        line = new EventLogLine(lines);
        this.metrics = metrics;
        this.clock = clock;
        this.logger = logger;
    }

    public string Name => "outlet:event-log";

    public bool IsOn => path is not null;

    public void Open() => file = new EventLogFile(path!);

    /// <summary>Writes the lines of the events. Completes when they have been written to the file, without a sync; if writing fails, it is retried every second.</summary>
    public ValueTask WriteAsync(IReadOnlyList<OutletEvent> events, CancellationToken stoppingToken)
    {
        lines.ResetWrittenCount();

        foreach (var (message, delivery, attempt) in events)
        {
            line.Write(message, delivery, attempt);
        }

        return TryAppend(events.Count) ? ValueTask.CompletedTask : new ValueTask(RepeatAsync(events.Count, stoppingToken));
    }

    public void Dispose()
    {
        line.Dispose();
        file?.Dispose();
    }

    private async Task RepeatAsync(int count, CancellationToken stoppingToken)
    {
        metrics.EventsUnlogged(count);

        do
        {
            await Task.Delay(Patience, clock, stoppingToken);
        }
        while (!TryAppend(count));

        reportedAt = null;
        WrittenAgain(logger);
    }

    private bool TryAppend(int count)
    {
        try
        {
            Current().Append(lines.WrittenSpan);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Report(count, exception);
            return false;
        }
    }

    private void Report(int count, Exception exception)
    {
        if (reportedAt is not { } last || clock.GetElapsedTime(last) >= ReportInterval)
        {
            reportedAt = clock.GetTimestamp();
            WriteFailed(logger, count, exception.GetType().FullName, exception.HResult);
        }
    }

    private EventLogFile Current()
    {
        if (file is null || file.IsMoved)
        {
            file?.Dispose();
            file = null;
            file = new EventLogFile(path!);
        }

        return file;
    }

    [LoggerMessage(
        1610, LogLevel.Error,
        "{Events} event(s) could not be written to the event log (EventLog:Path): {ExceptionType} {HResult}; nothing is handled until they are, and it is retried every second")]
    private static partial void WriteFailed(ILogger logger, int events, string? exceptionType, int hResult);

    [LoggerMessage(1611, LogLevel.Information, "The event log is being written again")]
    private static partial void WrittenAgain(ILogger logger);
}
