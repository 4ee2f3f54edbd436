namespace WebhookReceiver.Tests.Operating.Telemetry;

/// <summary>A line of the log as a collector gets it.</summary>
internal sealed record ExportedLine(string Category, string Text, string TraceId, string SpanId, IReadOnlyDictionary<string, string> Tags)
{
    public static ExportedLine Read(string category, WireMessage line) =>
        new(category, line.Messages(5).Select(static body => body.Value).FirstOrDefault(string.Empty), line.Id(9), line.Id(10), line.Pairs(6));
}
