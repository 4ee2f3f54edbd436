using System.Text.Json.Serialization;

namespace WebhookReceiver.Watchdog;

/// <summary>What is posted to <c>Alerts:WebhookUrl</c>. It says nothing about a person.</summary>
internal sealed record AlertNotice
{
    /// <summary>The same when it is posted again.</summary>
    public required Guid Id { get; init; }

    /// <summary><c>began</c>, <c>ended</c> or <c>heartbeat</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The alert; missing in a heartbeat.</summary>
    public string? Alert { get; init; }

    /// <summary>Why there is one, in a sentence.</summary>
    public string? Reason { get; init; }

    /// <summary>When the alert began.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>When this was written.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The machine, or what the operator named it.</summary>
    public required string Instance { get; init; }

    /// <summary>All alerts that there were at that time.</summary>
    public required IReadOnlyList<string> Active { get; init; }
}

/// <summary>The form of a notice as JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AlertNotice))]
internal sealed partial class AlertNoticeJson : JsonSerializerContext;
