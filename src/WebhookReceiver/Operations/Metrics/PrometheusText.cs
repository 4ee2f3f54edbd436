using System.Globalization;
using System.Text;

namespace WebhookReceiver.Operations.Metrics;

/// <summary>Writes metrics as Prometheus reads them ("Exposition formats", text format 0.0.4).</summary>
internal static class PrometheusText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    /// <param name="families">The metrics.</param>
    /// <param name="refused">Measurements that were left out because there are too many series.</param>
    public static string Of(IReadOnlyList<MetricFamily> families, long refused)
    {
        var text = new StringBuilder(16 * 1024);
        var written = new HashSet<string>(StringComparer.Ordinal);

        foreach (var family in families)
        {
            var all = family.All.ToList();

            // Two meters may have an instrument of the same name; a metric may appear once.
            if (all.Count > 0 && written.Add(family.Name))
            {
                AddHead(text, family.Name, family.Help, TypeOf(family.Kind));
                all.ForEach(series => Add(text, family, series));
            }
        }

        AddHead(text, "whatsapp_metrics_left_out_total", "Measurements that were left out because there are too many time series.", "counter");
        text.Append(CultureInfo.InvariantCulture, $"whatsapp_metrics_left_out_total {refused}\n");
        return text.ToString();
    }

    private static string TypeOf(MetricKind kind) => kind switch
    {
        MetricKind.Counter or MetricKind.ObservedCounter => "counter",
        MetricKind.Histogram => "histogram",
        _ => "gauge",
    };

    private static void AddHead(StringBuilder text, string name, string help, string type)
    {
        if (help.Length > 0)
        {
            text.Append("# HELP ").Append(name).Append(' ').Append(Escape(help, quotes: false)).Append('\n');
        }

        text.Append("# TYPE ").Append(name).Append(' ').Append(type).Append('\n');
    }

    private static void Add(StringBuilder text, MetricFamily family, Series series)
    {
        var labels = LabelsOf(series);
        var (value, count, buckets) = series.Read();

        if (family.Bounds is not { } bounds)
        {
            AddSample(text, family.Name, labels, value);
            return;
        }

        var below = 0L;

        for (var index = 0; index < buckets.Length; index++)
        {
            below += buckets[index];
            var bound = index < bounds.Length ? NumberOf(bounds[index]) : "+Inf";
            AddSample(text, family.Name + "_bucket", [.. labels, ("le", bound)], below);
        }

        AddSample(text, family.Name + "_sum", labels, value);
        AddSample(text, family.Name + "_count", labels, count);
    }

    /// <summary>Two tags may have the same name once characters are replaced; a label may appear once.</summary>
    private static List<(string Name, string Value)> LabelsOf(Series series) =>
        [.. series.Labels.Labels.Select(static label => (Name: PrometheusName.Label(label.Name), label.Value)).DistinctBy(static label => label.Name, StringComparer.Ordinal)];

    private static void AddSample(StringBuilder text, string name, List<(string Name, string Value)> labels, double value)
    {
        text.Append(name);

        for (var index = 0; index < labels.Count; index++)
        {
            text.Append(index is 0 ? '{' : ',').Append(labels[index].Name).Append("=\"").Append(Escape(labels[index].Value, quotes: true)).Append('"');
        }

        text.Append(labels.Count is 0 ? " " : "} ").Append(NumberOf(value)).Append('\n');
    }

    private static string NumberOf(double value) =>
        double.IsPositiveInfinity(value) ? "+Inf" : double.IsNegativeInfinity(value) ? "-Inf" : value.ToString("R", CultureInfo.InvariantCulture);

    private static string Escape(string text, bool quotes)
    {
        var escaped = text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
        return quotes ? escaped.Replace("\"", "\\\"", StringComparison.Ordinal) : escaped;
    }
}
