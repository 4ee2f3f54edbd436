using OpenTelemetry.Logs;
using Serilog.Core;
using Serilog.Events;

namespace WebhookReceiver.Operations.Telemetry;

/// <summary>
/// Exports the lines of the log over OTLP, with the trace that they belong to. It is a sink beside the console, behind the same levels, filters and truncation: nothing is exported that the console does not show.
/// </summary>
internal sealed class OtlpLog : ILogEventSink, IDisposable
{
    private readonly ServiceProvider services;

    public OtlpLog(TelemetrySettings telemetry, OtlpTarget target)
    {
        services = new ServiceCollection()
            .AddSingleton(telemetry.Settings)
            .AddLogging(logging => logging.SetMinimumLevel(Microsoft.Extensions.Logging.LogLevel.Trace).AddOpenTelemetry(options =>
            {
                options.IncludeFormattedMessage = true;
                options.SetResourceBuilder(TelemetryResource.Create());
                options.AddOtlpExporter(target.Apply);
            }))
            .BuildServiceProvider();
    }

    public void Emit(LogEvent logEvent)
    {
        var line = new OtlpLine(logEvent);
        services.GetRequiredService<ILoggerFactory>().CreateLogger(line.Category).Log(line.Level, line.EventId, line, logEvent.Exception, static (line, _) => line.ToString());
    }

    public void Dispose()
    {
        services.GetService<LoggerProvider>()?.Shutdown(TelemetryProviders.Patience);
        services.Dispose();
    }
}
