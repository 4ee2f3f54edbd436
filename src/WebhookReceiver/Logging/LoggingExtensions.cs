using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Serilog;
using Serilog.Configuration;
using Serilog.Formatting.Json;
using WebhookReceiver.Operations.Telemetry;

namespace WebhookReceiver.Logging;

/// <summary>Sets up Serilog from the section <c>Serilog</c>: text on the console in Development, a JSON object per line elsewhere.</summary>
internal static class LoggingExtensions
{
    private const string ConsoleText = "{Timestamp:HH:mm:ss.fff} {Level:u3} {SourceContext} {Message:lj}{NewLine}{Exception}";

    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "The logger disposes its sinks.")]
    public static void AddReceiverLogging(this WebApplicationBuilder builder)
    {
        var configuration = Read(builder.Configuration)
            .Enrich.FromLogContext()
            .Enrich.With<LongValues>()
            .Filter.ByExcluding(StartFailures.IsReported);

        if (builder.Environment.IsDevelopment())
        {
            LoggerSinkConfiguration.Wrap(
                configuration.WriteTo,
                static terminal => new PrintableSink(terminal),
                static sinks => sinks.Console(outputTemplate: ConsoleText, formatProvider: CultureInfo.InvariantCulture));
        }
        else
        {
            configuration.WriteTo.Console(new JsonFormatter(renderMessage: true));
        }

        if (TelemetrySettings.Read(builder.Configuration) is { Logs: { } target } telemetry)
        {
            configuration.WriteTo.Sink(new OtlpLog(telemetry, target));
        }

        builder.Logging.ClearProviders();
        builder.Logging.AddSerilog(configuration.CreateLogger(), dispose: true);
        builder.Services.PostConfigure<LoggerFilterOptions>(RequestLines.Silence);
    }

    /// <exception cref="InvalidConfigurationException">A level or a sink does not exist.</exception>
    private static LoggerConfiguration Read(IConfiguration settings)
    {
        try
        {
            return new LoggerConfiguration().ReadFrom.Configuration(settings);
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException or FormatException or IOException)
        {
            throw new InvalidConfigurationException($"Serilog: {exception.Message}", exception);
        }
    }
}
