using System.Text.Json.Serialization;

namespace WebhookReceiver.Operators;

/// <summary>The body of a login.</summary>
/// <param name="Key">A key of <c>/api</c>.</param>
public sealed record SessionRequest([property: JsonPropertyName("key")] string? Key);

/// <summary>What a session permits.</summary>
/// <param name="Access"><c>full</c>, <c>read</c>, or <c>none</c> when there is no session.</param>
/// <param name="ExpiresAt">When it ends at the latest; null when there is none.</param>
public sealed record SessionState(
    [property: JsonPropertyName("access")] string Access,
    [property: JsonPropertyName("expires_at")] DateTimeOffset? ExpiresAt);
