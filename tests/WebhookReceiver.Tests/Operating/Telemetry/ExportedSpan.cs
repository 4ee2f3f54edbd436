namespace WebhookReceiver.Tests.Operating.Telemetry;

/// <summary>A span as a collector gets it.</summary>
internal sealed record ExportedSpan(string Source, string TraceId, string Id, string ParentId, string Name, SpanKind Kind, IReadOnlyDictionary<string, string> Tags)
{
    /// <summary>The spans that it is linked to, each as <c>trace/span</c>.</summary>
    public required IReadOnlyList<string> Links { get; init; }

    /// <summary>The events in it, each with its attributes.</summary>
    public required IReadOnlyList<(string Name, IReadOnlyDictionary<string, string> Tags)> Events { get; init; }

    public required bool IsFailed { get; init; }

    /// <summary>How a link names it.</summary>
    public string Address => $"{TraceId}/{Id}";

    public static ExportedSpan Read(string source, WireMessage span) => new(source, span.Id(1), span.Id(2), span.Id(4), span.Text(5), (SpanKind)span.Number(6), span.Pairs(9))
    {
        Links = [.. span.Messages(13).Select(static link => $"{link.Id(1)}/{link.Id(2)}")],
        Events = [.. span.Messages(11).Select(static one => (one.Text(2), one.Pairs(3)))],
        IsFailed = span.Messages(15).Any(static status => status.Number(3) is 2),
    };
}

/// <summary>The kinds of spans with their numbers on the wire.</summary>
internal enum SpanKind
{
    Unspecified,
    Internal,
    Server,
    Client,
    Producer,
    Consumer,
}
