using System.Text.Json.Serialization;

namespace WebhookReceiver.Operators;

/// <summary>A setting of the running service.</summary>
public sealed record SettingInForce
{
    /// <summary>Its key.</summary>
    [JsonPropertyName("key")]
    public required string Key { get; init; }

    /// <summary>Its value as configured; null when it is not set, and dots instead of a secret.</summary>
    [JsonPropertyName("value")]
    public string? Value { get; init; }

    /// <summary>Its default; null when it has none.</summary>
    [JsonPropertyName("default")]
    public string? Default { get; init; }

    /// <summary>Where the value comes from: <c>default</c>, the name of a file, <c>environment</c>, <c>command line</c> or <c>code</c>.</summary>
    [JsonPropertyName("source")]
    public required string Source { get; init; }

    /// <summary>Whether its value is masked.</summary>
    [JsonPropertyName("is_secret")]
    public required bool IsSecret { get; init; }

    /// <summary>Whether it has been changed since the start and takes effect at the next one.</summary>
    [JsonPropertyName("is_pending")]
    public required bool IsPending { get; init; }

    /// <summary>What it means.</summary>
    [JsonPropertyName("description")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Description { get; init; }
}

/// <summary>All settings in force.</summary>
/// <param name="Settings">In the order of their sections.</param>
public sealed record SettingsList([property: JsonPropertyName("settings")] IReadOnlyList<SettingInForce> Settings);
