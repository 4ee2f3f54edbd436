using System.Text.Json.Serialization;

namespace WebhookReceiver.Operators;

/// <summary>An instance that shares the inbox with others.</summary>
/// <param name="Id">Its number, new at each start.</param>
/// <param name="Name">The machine on which it runs.</param>
/// <param name="Slots">How many of the 256 slots of conversations it owns.</param>
/// <param name="LeaseSeconds">How long its lease lasts; not positive once it has run out, so that others may take its slots.</param>
public sealed record InboxInstance(
    [property: JsonPropertyName("id")] long Id,
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("slots")] int Slots,
    [property: JsonPropertyName("lease_seconds")] double LeaseSeconds);
