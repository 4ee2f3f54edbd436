using System.Text.Json.Serialization;

namespace WebhookReceiver.Operators;

/// <summary>An endpoint as the overview shows it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Path">The path of its callback URL.</param>
/// <param name="LastAcceptedAt">When it last accepted a delivery; null when it has not since the start.</param>
/// <param name="Accepted">How many it has accepted since the start.</param>
public sealed record EndpointOverview(
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("path")] string Path,
    [property: JsonPropertyName("last_accepted_at")] DateTimeOffset? LastAcceptedAt,
    [property: JsonPropertyName("accepted")] long Accepted);
