using System.Text.Json.Serialization;
using WebhookReceiver.WhatsApp;

namespace WebhookReceiver.Inbox;

/// <summary>
/// An event that a handler could not handle, kept until an operator decides about it. Its body, a notification with this one event, is stored next to it.
/// </summary>
internal sealed record DeadLetter
{
    public required Guid Id { get; init; }

    public required EventKey Key { get; init; }

    /// <summary>The identity of its event.</summary>
    [JsonIgnore]
    public EventId Event => EventId.Of(Endpoint, Key);

    public required string EventType { get; init; }

    public required string Endpoint { get; init; }

    public string? Account { get; init; }

    public string? PhoneNumberId { get; init; }

    /// <summary>The business number that was assumed because the body names none; needed to parse the body again.</summary>
    public string? AssumedPhoneNumberId { get; init; }

    public string? Conversation { get; init; }

    public required Guid DeliveryId { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    public DateTimeOffset? OccurredAt { get; init; }

    /// <summary>The handler's name; null when the event never reached one.</summary>
    public string? Handler { get; init; }

    public required DeadLetterCause Cause { get; init; }

    public string? ExceptionType { get; init; }

    /// <summary>The text of the exception. It may contain what a person wrote, so it is kept here and never logged.</summary>
    public string? ExceptionMessage { get; init; }

    /// <summary>How many times the handler was called for the event.</summary>
    public int Attempts { get; init; }

    public DateTimeOffset FirstAttemptAt { get; init; }

    public required DateTimeOffset LastAttemptAt { get; init; }

    /// <summary>How many times an operator replayed it.</summary>
    public int Replays { get; init; }

    /// <summary>Whether a replay has been requested and has not finished.</summary>
    public bool IsReplaying { get; init; }

    /// <summary>The time from which its age counts, in milliseconds of inbox time; null until a journal has stored it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? KeptSince { get; init; }
}
