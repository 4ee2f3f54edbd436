using System.Globalization;
using Serilog;
using Serilog.Formatting.Json;

namespace WebhookReceiver.Logging;

/// <summary>Serilog, configured by the section <c>Serilog</c>; text on the console in Development, a JSON object per line elsewhere.</summary>
internal static class LoggingExtensions
{
    private const string ConsoleText = "{Timestamp:HH:mm:ss.fff} {Level:u3} {SourceContext} {Message:lj}{NewLine}{Exception}";

    public static void AddReceiverLogging(this WebApplicationBuilder builder)
    {
        var configuration = new LoggerConfiguration()
            .Enrich.FromLogContext()
            .ReadFrom.Configuration(builder.Configuration);

        if (builder.Environment.IsDevelopment())
        {
            configuration.WriteTo.Console(outputTemplate: ConsoleText, formatProvider: CultureInfo.InvariantCulture);
        }
        else
        {
            configuration.WriteTo.Console(new JsonFormatter(renderMessage: true));
        }

        builder.Logging.ClearProviders();
        builder.Logging.AddSerilog(configuration.CreateLogger(), dispose: true);
        builder.Services.PostConfigure<LoggerFilterOptions>(RequestLines.Silence);
    }
}
