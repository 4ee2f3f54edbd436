using System.Text.Json.Serialization;
using WebhookReceiver.Inbox;

namespace WebhookReceiver.Operators;

/// <summary>The state of the inbox.</summary>
public sealed record InboxStatus
{
    /// <summary>The value of <c>Inbox:Store</c>, such as <c>Journal</c> or <c>Memory</c>.</summary>
    [JsonPropertyName("store")]
    public required string Store { get; init; }

    /// <summary>Whether a service has it open.</summary>
    [JsonPropertyName("running")]
    public required bool IsRunning { get; init; }

    /// <summary>Its folder; null for a store without one.</summary>
    [JsonPropertyName("directory")]
    public string? Directory { get; init; }

    /// <summary>The number of deliveries with an event that is not finished.</summary>
    [JsonPropertyName("open_deliveries")]
    public long OpenDeliveries { get; init; }

    /// <summary>The sequence number of the oldest delivery on disk; null when there is none.</summary>
    [JsonPropertyName("oldest_sequence")]
    public long? OldestSequence { get; init; }

    /// <summary>The sequence number of the newest delivery on disk; null when there is none.</summary>
    [JsonPropertyName("newest_sequence")]
    public long? NewestSequence { get; init; }

    /// <summary>The number of delivery files.</summary>
    [JsonPropertyName("delivery_segments")]
    public int DeliverySegments { get; init; }

    /// <summary>The size of the delivery files in bytes.</summary>
    [JsonPropertyName("delivery_bytes")]
    public long DeliveryBytes { get; init; }

    /// <summary>The number of outcome files.</summary>
    [JsonPropertyName("outcome_segments")]
    public int OutcomeSegments { get; init; }

    /// <summary>The size of the outcome files in bytes.</summary>
    [JsonPropertyName("outcome_bytes")]
    public long OutcomeBytes { get; init; }

    /// <summary>The number of dead letters.</summary>
    [JsonPropertyName("dead_letters")]
    public required int DeadLetters { get; init; }

    /// <summary>The number of dead letters that are being replayed.</summary>
    [JsonPropertyName("replaying")]
    public required int Replaying { get; init; }

    /// <summary>The number of copies of damaged bytes in the folder <c>damaged</c>.</summary>
    [JsonPropertyName("damaged_copies")]
    public int DamagedCopies { get; init; }

    /// <summary>The number of bytes that can still be written there.</summary>
    [JsonPropertyName("free_bytes")]
    public long? FreeBytes { get; init; }

    /// <summary>When the oldest delivery that is not finished was received; null when there is none, and in a store that does not report it.</summary>
    [JsonPropertyName("oldest_open")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? OldestOpen { get; init; }

    /// <summary>The instances that share the store; null in a store that one instance uses alone.</summary>
    [JsonPropertyName("instances")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<InboxInstance>? Instances { get; init; }

    internal static InboxStatus Of(string store, StoreStatus status, DeadLetterCounts letters) => new()
    {
        Store = store,
        IsRunning = status.IsRunning,
        Directory = status.Location,
        OpenDeliveries = status.Open,
        OldestSequence = status.Kept?.Oldest,
        NewestSequence = status.Kept?.Newest,
        DeliverySegments = status.Deliveries.Parts,
        DeliveryBytes = status.Deliveries.Bytes,
        OutcomeSegments = status.Outcomes.Parts,
        OutcomeBytes = status.Outcomes.Bytes,
        DeadLetters = letters.All,
        Replaying = letters.Replaying,
        DamagedCopies = status.DamagedCopies,
        FreeBytes = status.FreeBytes,
        OldestOpen = status.OldestOpen,
        Instances = status.Instances?.Select(static one => new InboxInstance(one.Id, one.Name, one.Slots, Math.Round(one.LeaseSeconds, 1))).ToList(),
    };
}
