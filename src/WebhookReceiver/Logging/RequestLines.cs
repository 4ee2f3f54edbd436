using Serilog.Extensions.Logging;

namespace WebhookReceiver.Logging;

/// <summary>
/// Silences the framework's loggers that print request lines, because the query contains the verify token. Applied after all configuration, so that no
/// configured level brings them back. It also spares every request an activity and a log scope that nobody reads.
/// </summary>
internal static class RequestLines
{
    private static readonly string[] Loggers =
    [
        "Microsoft.AspNetCore.Hosting.Diagnostics",
        "Microsoft.AspNetCore.HttpLogging",
        "Microsoft.AspNetCore.Server.Kestrel.BadRequests",
    ];

    public static void Silence(LoggerFilterOptions options)
    {
        foreach (var logger in Loggers)
        {
            // A rule for one provider beats a rule for all providers, and among equals the last one wins.
            options.Rules.Add(new LoggerFilterRule(providerName: null, logger, LogLevel.None, filter: null));
            options.Rules.Add(new LoggerFilterRule(typeof(SerilogLoggerProvider).FullName, logger, LogLevel.None, filter: null));
        }
    }
}
