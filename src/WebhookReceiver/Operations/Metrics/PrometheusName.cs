using System.Text;

namespace WebhookReceiver.Operations.Metrics;

/// <summary>
/// The names of instruments as OpenTelemetry's "Prometheus and OpenMetrics Compatibility" makes them: characters that Prometheus does not allow become underscores, and unit and
/// <c>_total</c> are at the end.
/// </summary>
internal static class PrometheusName
{
    /// <summary>Prometheus reserves this ending for histograms; the runtime has <c>dotnet.timer.count</c>.</summary>
    private const string Count = "_count";

    public static string Of(string name, string? unit, MetricKind kind)
    {
        var result = Clean(name);

        if (kind is not MetricKind.Histogram && result.EndsWith(Count, StringComparison.Ordinal))
        {
            result = result[..^Count.Length] + "_number";
        }

        result = Suffix(result, UnitOf(unit, kind));
        return Suffix(result, kind is MetricKind.Counter or MetricKind.ObservedCounter ? "total" : string.Empty);
    }

    /// <summary>A name of a label.</summary>
    public static string Label(string name) => Clean(name);

    private static string UnitOf(string? unit, MetricKind kind) => unit switch
    {
        "s" => "seconds",
        "ms" => "milliseconds",
        "By" => "bytes",
        "%" => "percent",
        "1" when kind is MetricKind.Gauge => "ratio",
        _ => string.Empty,
    };

    private static string Suffix(string name, string suffix) =>
        suffix.Length is 0 || name.EndsWith("_" + suffix, StringComparison.Ordinal) ? name : $"{name}_{suffix}";

    private static string Clean(string name)
    {
        var clean = new StringBuilder(name.Length + 1);

        foreach (var letter in name)
        {
            var allowed = char.IsAsciiLetterOrDigit(letter) ? letter : '_';

            if (allowed is not '_' || clean.Length is 0 || clean[^1] is not '_')
            {
                clean.Append(allowed);
            }
        }

        return clean.Length is 0 || char.IsAsciiDigit(clean[0]) ? $"_{clean}" : clean.ToString();
    }
}
