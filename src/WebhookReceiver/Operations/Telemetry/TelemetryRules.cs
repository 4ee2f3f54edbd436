using System.Globalization;

namespace WebhookReceiver.Operations.Telemetry;

/// <summary>
/// What the values of the variables <c>OTEL_…</c> must look like. The SDK would ignore a wrong one, and nobody would notice. No message repeats a value that may be a secret.
/// </summary>
internal static class TelemetryRules
{
    private const string SamplerArgument = "OTEL_TRACES_SAMPLER_ARG";

    private static readonly string[] Counts =
    [
        "OTEL_BSP_SCHEDULE_DELAY", "OTEL_BSP_EXPORT_TIMEOUT", "OTEL_BSP_MAX_QUEUE_SIZE", "OTEL_BSP_MAX_EXPORT_BATCH_SIZE",
        "OTEL_BLRP_SCHEDULE_DELAY", "OTEL_BLRP_EXPORT_TIMEOUT", "OTEL_BLRP_MAX_QUEUE_SIZE", "OTEL_BLRP_MAX_EXPORT_BATCH_SIZE",
        "OTEL_METRIC_EXPORT_INTERVAL", "OTEL_METRIC_EXPORT_TIMEOUT", "OTEL_ATTRIBUTE_COUNT_LIMIT", "OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT", "OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT",
        "OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT", "OTEL_SPAN_EVENT_COUNT_LIMIT", "OTEL_SPAN_LINK_COUNT_LIMIT", "OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT", "OTEL_LINK_ATTRIBUTE_COUNT_LIMIT",
        "OTEL_LOGRECORD_ATTRIBUTE_COUNT_LIMIT", "OTEL_LOGRECORD_ATTRIBUTE_VALUE_LENGTH_LIMIT",
    ];

    /// <returns>A line for each variable with a wrong value, which names it.</returns>
    public static IEnumerable<string> ProblemsOf(IConfiguration settings) => Rules(settings).Select(rule => ProblemOf(settings, rule.Key, rule.Check)).OfType<string>();

    private static IEnumerable<(string Key, Func<string, string?> Check)> Rules(IConfiguration settings) =>
    [
        .. OtlpTarget.Keys("ENDPOINT").Select(static key => (key, (Func<string, string?>)Endpoint)),
        .. OtlpTarget.Keys("PROTOCOL").Select(static key => (key, OneOf("grpc", "http/protobuf"))),
        .. OtlpTarget.Keys("HEADERS").Select(static key => (key, (Func<string, string?>)Pairs)),
        .. OtlpTarget.Keys("TIMEOUT").Select(static key => (key, (Func<string, string?>)Count)),
        .. OtlpTarget.Keys("COMPRESSION").Select(static key => (key, OneOf("gzip", "none"))),
        ("OTEL_EXPORTER_OTLP_CERTIFICATE", ReadableFile),
        ("OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE", ReadableFile),
        ("OTEL_EXPORTER_OTLP_CLIENT_KEY", ReadableFile),
        .. OtlpTarget.Signals.Select(static signal => ($"OTEL_{signal}_EXPORTER", OneOf("otlp", "none"))),
        .. Counts.Select(static key => (key, (Func<string, string?>)Count)),
        ("OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE", OneOf("cumulative", "delta", "lowmemory")),
        ("OTEL_METRICS_EXEMPLAR_FILTER", OneOf("always_on", "always_off", "trace_based")),
        ("OTEL_SDK_DISABLED", OneOf("true", "false")),
        ("OTEL_RESOURCE_ATTRIBUTES", Pairs),
        (ReceiverSampler.Key, OneOf([.. ReceiverSampler.Names])),
        (SamplerArgument, _ => ReceiverSampler.ProblemOfArgument(settings)),
    ];

    private static string? ProblemOf(IConfiguration settings, string key, Func<string, string?> check) =>
        settings[key]?.Trim() is { Length: > 0 } text && check(text) is { } problem ? $"{key} {problem}." : null;

    private static string? Endpoint(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && string.IsNullOrEmpty(url.UserInfo)
            ? null
            : "is not an http or https address without user name and password, such as http://localhost:4317";

    private static string? Count(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _) ? null : "is not a whole number";

    private static string? Pairs(string text) =>
        Array.TrueForAll(TelemetrySettings.ListOf(text), static pair => pair.IndexOf('=', StringComparison.Ordinal) > 0) ? null : "is not a list such as name=value,name=value";

    private static string? ReadableFile(string path)
    {
        try
        {
            using var _ = File.OpenRead(path);
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return "is not the path of a file that can be read";
        }
    }

    private static Func<string, string?> OneOf(params string[] words) =>
        text => words.Contains(text, StringComparer.OrdinalIgnoreCase) ? null : $"is none of {string.Join(", ", words)}";
}
