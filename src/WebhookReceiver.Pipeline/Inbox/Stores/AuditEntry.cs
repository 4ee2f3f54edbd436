using System.Text.Json.Serialization;

namespace WebhookReceiver.Inbox;

/// <summary>Something that an operator has done. It names no person: a user appears masked, an event by its key.</summary>
public sealed record AuditEntry
{
    /// <summary>Its id.</summary>
    [JsonPropertyName("id")]
    public Guid Id { get; init; }

    /// <summary>When it was done.</summary>
    [JsonPropertyName("at")]
    public required DateTimeOffset At { get; init; }

    /// <summary>What was done, such as <c>dead_letter.replayed</c> or <c>handler.paused</c>.</summary>
    [JsonPropertyName("action")]
    public required string Action { get; init; }

    /// <summary>To what: the id of a dead letter or a job, the name of a handler, the key of an event, a masked user.</summary>
    [JsonPropertyName("target")]
    public string? Target { get; init; }

    /// <summary>More about it, such as a filter.</summary>
    [JsonPropertyName("detail")]
    public string? Detail { get; init; }

    /// <summary>To how many, when it concerned several.</summary>
    [JsonPropertyName("count")]
    public long? Count { get; init; }

    /// <summary>Who: <c>api key</c>, <c>read key</c>, <c>console</c>, <c>command line</c> or <c>application</c>.</summary>
    [JsonPropertyName("by")]
    public required string By { get; init; }

    /// <summary>The address that the request came from.</summary>
    [JsonPropertyName("from")]
    public string? From { get; init; }
}

/// <summary>Selects audit entries. A null property matches everything.</summary>
public sealed record AuditFilter
{
    /// <summary>Selects all of them.</summary>
    public static AuditFilter All { get; } = new();

    /// <summary>What was done.</summary>
    public string? Action { get; init; }

    /// <summary>Done at this time or later.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Done before this time.</summary>
    public DateTimeOffset? Until { get; init; }

    internal bool Fits(AuditEntry entry) =>
        (Action is not { } action || action.Equals(entry.Action, StringComparison.Ordinal))
        && (Since is not { } since || entry.At >= since)
        && (Until is not { } until || entry.At < until);
}
