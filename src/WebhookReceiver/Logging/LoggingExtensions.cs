using Serilog;
using Serilog.Events;
using Serilog.Extensions.Logging;
using Serilog.Filters;
using Serilog.Formatting.Json;

namespace WebhookReceiver.Logging;

/// <summary>Serilog, configured by the section <c>Serilog</c>; text on the console in Development, a JSON object per line elsewhere.</summary>
internal static class LoggingExtensions
{
    private const string ConsoleText = "{Timestamp:HH:mm:ss.fff} {Level:u3} {SourceContext} [{EventId}] {Message:lj}{NewLine}{Exception}";

    /// <summary>
    /// Loggers of the framework that print the request line, in which the verify token stands. No level in the configuration brings them back.
    /// </summary>
    private static readonly string[] LoggersThatPrintQueries =
    [
        "Microsoft.AspNetCore.Hosting.Diagnostics",
        "Microsoft.AspNetCore.HttpLogging",
        "Microsoft.AspNetCore.Server.Kestrel.BadRequests",
        "Microsoft.AspNetCore.Server.Kestrel.Connections",
        "Microsoft.AspNetCore.Server.Kestrel",
    ];

    public static void AddReceiverLogging(this WebApplicationBuilder builder)
    {
        var configuration = new LoggerConfiguration()
            .Enrich.FromLogContext()
            .ReadFrom.Configuration(builder.Configuration);

        if (builder.Environment.IsDevelopment())
        {
            configuration.WriteTo.Console(outputTemplate: ConsoleText, formatProvider: System.Globalization.CultureInfo.InvariantCulture);
        }
        else
        {
            configuration.WriteTo.Console(new JsonFormatter(renderMessage: true));
        }

        foreach (var source in LoggersThatPrintQueries)
        {
            configuration.Filter.ByExcluding(logEvent => Matching.FromSource(source)(logEvent) && logEvent.Level < LogEventLevel.Warning);
        }

        builder.Logging.ClearProviders();

        builder.Logging.AddSerilog(configuration.CreateLogger(), dispose: true);

        // While this logger is on at any level, every request pays for an activity and a scope that nobody reads.
        builder.Logging.AddFilter<SerilogLoggerProvider>("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
    }
}
