using System.Text.Json.Serialization;
using WebhookReceiver.Inbox;

namespace WebhookReceiver.Operators;

/// <summary>How the inbox stands.</summary>
public sealed record InboxStatus
{
    /// <summary><c>Journal</c> or <c>Memory</c>.</summary>
    [JsonPropertyName("store")]
    public required string Store { get; init; }

    /// <summary>Whether a service has it open.</summary>
    [JsonPropertyName("running")]
    public required bool IsRunning { get; init; }

    /// <summary>Its folder; null for a store without one.</summary>
    [JsonPropertyName("directory")]
    public string? Directory { get; init; }

    /// <summary>Deliveries of which something is still to be handled.</summary>
    [JsonPropertyName("open_deliveries")]
    public long OpenDeliveries { get; init; }

    /// <summary>The number of the oldest delivery that is on disk; null when there is none.</summary>
    [JsonPropertyName("oldest_sequence")]
    public long? OldestSequence { get; init; }

    /// <summary>The number of the newest delivery that is on disk; null when there is none.</summary>
    [JsonPropertyName("newest_sequence")]
    public long? NewestSequence { get; init; }

    /// <summary>Files of deliveries.</summary>
    [JsonPropertyName("delivery_segments")]
    public int DeliverySegments { get; init; }

    /// <summary>Bytes in files of deliveries.</summary>
    [JsonPropertyName("delivery_bytes")]
    public long DeliveryBytes { get; init; }

    /// <summary>Files of outcomes.</summary>
    [JsonPropertyName("outcome_segments")]
    public int OutcomeSegments { get; init; }

    /// <summary>Bytes in files of outcomes.</summary>
    [JsonPropertyName("outcome_bytes")]
    public long OutcomeBytes { get; init; }

    /// <summary>Dead letters.</summary>
    [JsonPropertyName("dead_letters")]
    public required int DeadLetters { get; init; }

    /// <summary>Dead letters whose replay has not ended.</summary>
    [JsonPropertyName("replaying")]
    public required int Replaying { get; init; }

    /// <summary>Copies of damaged bytes in the folder <c>damaged</c>.</summary>
    [JsonPropertyName("damaged_copies")]
    public int DamagedCopies { get; init; }

    /// <summary>Bytes that may still be written there.</summary>
    [JsonPropertyName("free_bytes")]
    public long? FreeBytes { get; init; }

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
    };
}
