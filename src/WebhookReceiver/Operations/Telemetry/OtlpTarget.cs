using System.Globalization;
using OpenTelemetry.Exporter;

namespace WebhookReceiver.Operations.Telemetry;

/// <summary>
/// Where one signal is exported to. Each variable <c>OTEL_EXPORTER_OTLP_…</c> has a variant for one signal, such as <c>OTEL_EXPORTER_OTLP_TRACES_ENDPOINT</c>, which comes first and, for an endpoint, is used as it is.
/// </summary>
internal sealed class OtlpTarget
{
    public const string Traces = "TRACES";
    public const string Metrics = "METRICS";
    public const string Logs = "LOGS";

    private const string Prefix = "OTEL_EXPORTER_OTLP_";

    private readonly Uri endpoint;

    // Not the exporter's type, which would load its assembly in a service that exports nothing.
    private readonly bool isGrpc;
    private readonly string? headers;
    private readonly int? timeout;
    private readonly bool isCompressed;

    private OtlpTarget(IConfiguration settings, string signal)
    {
        isGrpc = !string.Equals(Of(settings, signal, "PROTOCOL"), "http/protobuf", StringComparison.OrdinalIgnoreCase);
        endpoint = EndpointOf(settings, signal, isGrpc);
        headers = Of(settings, signal, "HEADERS");
        timeout = Of(settings, signal, "TIMEOUT") is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;
        isCompressed = Of(settings, signal, "COMPRESSION") is { } word && word.Equals("gzip", StringComparison.OrdinalIgnoreCase);
    }

    public static IReadOnlyList<string> Signals { get; } = [Traces, Metrics, Logs];

    /// <summary>The names of a variable: for all signals, then for each.</summary>
    public static IEnumerable<string> Keys(string name) => Signals.Select(signal => $"{Prefix}{signal}_{name}").Prepend(Prefix + name);

    public static bool IsAnySet(IConfiguration settings) => Keys("ENDPOINT").Any(key => !string.IsNullOrWhiteSpace(settings[key]));

    /// <returns>Null when the signal is not exported.</returns>
    public static OtlpTarget? Read(IConfiguration settings, string signal) =>
        Of(settings, signal, "ENDPOINT") is null || string.Equals(settings[$"OTEL_{signal}_EXPORTER"]?.Trim(), "none", StringComparison.OrdinalIgnoreCase) ? null : new OtlpTarget(settings, signal);

    public void Apply(OtlpExporterOptions options)
    {
        options.Protocol = isGrpc ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf;
        options.Endpoint = endpoint;
        options.Headers = headers;
        options.Compression = isCompressed ? OtlpExportCompression.GZip : OtlpExportCompression.None;
        options.TimeoutMilliseconds = timeout ?? options.TimeoutMilliseconds;
    }

    private static Uri EndpointOf(IConfiguration settings, string signal, bool isGrpc)
    {
        if (isGrpc || settings[$"{Prefix}{signal}_ENDPOINT"]?.Trim() is { Length: > 0 })
        {
            return new Uri(Of(settings, signal, "ENDPOINT")!);
        }

#pragma warning disable CA1308 // A path, not a comparison.
        return new Uri($"{settings[$"{Prefix}ENDPOINT"]!.Trim().TrimEnd('/')}/v1/{signal.ToLowerInvariant()}");
#pragma warning restore CA1308
    }

    /// <summary>An empty variable counts as one that is not set.</summary>
    private static string? Of(IConfiguration settings, string signal, string name) =>
        settings[$"{Prefix}{signal}_{name}"]?.Trim() is { Length: > 0 } own ? own : settings[Prefix + name]?.Trim() is { Length: > 0 } common ? common : null;
}
