using System.Text.Json.Serialization;

namespace WebhookReceiver.Operators;

/// <summary>What a session permits.</summary>
/// <param name="Access"><c>full</c>, <c>read</c>, or <c>none</c> when there is no session.</param>
/// <param name="ExpiresAt">When it ends at the latest; null when there is none.</param>
public sealed record SessionAccess(
    [property: JsonPropertyName("access")] string Access,
    [property: JsonPropertyName("expires_at")] DateTimeOffset? ExpiresAt);
