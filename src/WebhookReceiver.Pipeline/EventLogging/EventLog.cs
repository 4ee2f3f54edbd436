using System.Buffers;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WebhookReceiver.Dispatch;
using WebhookReceiver.Observation;

namespace WebhookReceiver.EventLogging;

/// <summary>
/// The built-in handler that writes one JSON line per event, before any other handler sees the event and whatever becomes of it there.
/// Used by the one worker only.
/// </summary>
internal sealed partial class EventLog : IDisposable
{
    /// <summary>How many lines are given to the operating system at once, at most.</summary>
    private const int LinesPerWrite = 32;

    private readonly string? path;
    private readonly ReceiverMetrics metrics;
    private readonly ILogger<EventLog> logger;
    private readonly ArrayBufferWriter<byte> lines = new();
    private readonly EventLogLine line;
    private EventLogFile? file;

    public EventLog(IOptions<EventLogOptions> options, ReceiverMetrics metrics, ILogger<EventLog> logger)
    {
        path = options.Value.Path;
        line = new EventLogLine(lines);
        this.metrics = metrics;
        this.logger = logger;
    }

    /// <exception cref="IOException">The file cannot be opened.</exception>
    public void Open()
    {
        if (path is not null)
        {
            file = new EventLogFile(path);
        }
    }

    public void Write(EventBatch batch)
    {
        if (path is null)
        {
            return;
        }

        for (var start = 0; start < batch.Count; start += LinesPerWrite)
        {
            Write(batch, start, Math.Min(LinesPerWrite, batch.Count - start));
        }
    }

    public void Dispose()
    {
        line.Dispose();
        file?.Dispose();
    }

    private void Write(EventBatch batch, int start, int count)
    {
        lines.ResetWrittenCount();

        for (var index = start; index < start + count; index++)
        {
            line.Write(batch[index].Message, batch[index].Delivery, attempt: 1);
        }

        try
        {
            Current().Append(lines.WrittenSpan);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            metrics.EventsUnlogged(count);
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

    [LoggerMessage(1610, LogLevel.Error, "{Events} events could not be written to the event log (EventLog:Path): {ExceptionType} {HResult}")]
    private static partial void WriteFailed(ILogger logger, int events, string? exceptionType, int hResult);
}
