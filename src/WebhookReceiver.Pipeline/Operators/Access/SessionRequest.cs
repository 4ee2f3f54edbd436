using System.Text.Json.Serialization;

namespace WebhookReceiver.Operators;

/// <summary>The body of a login.</summary>
/// <param name="Key">A key of <c>/api</c>.</param>
public sealed record SessionRequest([property: JsonPropertyName("key")] string? Key);
