using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace WebhookReceiver.Operators;

/// <summary>A dead letter with all that is kept of it. Holds what a person wrote.</summary>
public sealed record DeadLetterDetails : DeadLetterSummary
{
    /// <summary>Details to be filled in.</summary>
    [JsonConstructor]
    public DeadLetterDetails()
    {
    }

    [SetsRequiredMembers]
    internal DeadLetterDetails(DeadLetterSummary summary)
        : base(summary)
    {
    }

    /// <summary>The text of the last exception.</summary>
    [JsonPropertyName("exception_message")]
    public string? ExceptionMessage { get; init; }

    /// <summary>Meta's JSON of the event; null when it cannot be read any more.</summary>
    [JsonPropertyName("event")]
    public EventJson? Event { get; init; }
}
