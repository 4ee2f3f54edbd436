using System.Globalization;
using System.Text.Json.Serialization;
using WebhookReceiver.Deliveries;
using WebhookReceiver.Inbox;
using WebhookReceiver.WhatsApp;

namespace WebhookReceiver.Operators;

/// <summary>A delivery as stored on disk.</summary>
public sealed record ExportedDelivery
{
    /// <summary>Its sequence number, in the order of acceptance.</summary>
    [JsonPropertyName("sequence")]
    public required long Sequence { get; init; }

    /// <summary>Its id, as seen by handlers.</summary>
    [JsonPropertyName("id")]
    public required Guid Id { get; init; }

    /// <summary>The endpoint that received it.</summary>
    [JsonPropertyName("endpoint")]
    public required string Endpoint { get; init; }

    /// <summary>When it was accepted.</summary>
    [JsonPropertyName("received_at")]
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>The business number to assume when the body names none.</summary>
    [JsonPropertyName("phone_number_id")]
    public string? PhoneNumberId { get; init; }

    /// <summary>Whether every event of it was handled or became a dead letter.</summary>
    [JsonPropertyName("settled")]
    public required bool IsSettled { get; init; }

    /// <summary>Of a delivery that is not settled, the keys of the events that are; null when there are none.</summary>
    [JsonPropertyName("settled_events")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? SettledEvents { get; init; }

    /// <summary>The bytes as received; base64 in JSON.</summary>
    [JsonPropertyName("body")]
    public required ReadOnlyMemory<byte> Body { get; init; }

    internal ImportedDelivery ToImported() => new(
        Delivery.Restored(Id, Endpoint, Body, ReceivedAt, PhoneNumberId, DeliveryPosition.None),
        IsSettled,
        (SettledEvents ?? []).Select(key => EventId.Of(Endpoint, EventKey.FromBytes(Convert.FromHexString(key)))).ToHashSet());

    internal static ExportedDelivery Of(StoredDelivery stored, IReadOnlyList<string>? settledEvents = null) => new()
    {
        Sequence = stored.Number,
        Id = stored.Delivery.Id,
        Endpoint = stored.Delivery.Endpoint,
        ReceivedAt = stored.Delivery.ReceivedAt,
        PhoneNumberId = stored.Delivery.PhoneNumberId,
        IsSettled = stored.IsSettled,
        SettledEvents = settledEvents,
        Body = stored.Delivery.Body,
    };
}

/// <summary>Selects deliveries.</summary>
public sealed record DeliveryExportFilter
{
    /// <summary>The first sequence number.</summary>
    public long From { get; init; }

    /// <summary>The last sequence number, inclusive.</summary>
    public long To { get; init; } = long.MaxValue;

    /// <summary>Only deliveries with an event that is not finished.</summary>
    public bool OnlyOpen { get; init; }

    /// <summary>What is selected in words, for the audit log; null for everything.</summary>
    internal string? Words
    {
        get
        {
            var words = string.Join(
                ", ",
                new (bool IsGiven, string Text)[]
                {
                    (From > 0, string.Create(CultureInfo.InvariantCulture, $"from: {From}")),
                    (To < long.MaxValue, string.Create(CultureInfo.InvariantCulture, $"to: {To}")),
                    (OnlyOpen, "open: true"),
                }.Where(static one => one.IsGiven).Select(static one => one.Text));
            return words.Length > 0 ? words : null;
        }
    }
}
