using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace WebhookReceiver.Operators;

/// <summary>A dead letter with everything that is stored of it, including what a person wrote.</summary>
public sealed record DeadLetterDetails : DeadLetterSummary
{
    /// <summary>Creates empty details.</summary>
    [JsonConstructor]
    public DeadLetterDetails()
    {
    }

    [SetsRequiredMembers]
    internal DeadLetterDetails(DeadLetterSummary summary)
        : base(summary)
    {
    }

    /// <summary>The message of the last exception.</summary>
    [JsonPropertyName("exception_message")]
    public string? ExceptionMessage { get; init; }

    /// <summary>Meta's JSON of the event; null when it can no longer be read.</summary>
    [JsonPropertyName("event")]
    public EventJson? Event { get; init; }
}
