using System.Text.Json.Serialization;
using WebhookReceiver.WhatsApp;

namespace WebhookReceiver.Inbox;

/// <summary>An event that a handler could not handle, kept until somebody decides about it. Its body, a notification with this one event, is kept beside it.</summary>
internal sealed record DeadLetter
{
    public required Guid Id { get; init; }

    public required EventKey Key { get; init; }

    public required string EventType { get; init; }

    public required string Endpoint { get; init; }

    public string? Account { get; init; }

    public string? PhoneNumberId { get; init; }

    /// <summary>The business number that was assumed where the body names none; needed to read the body again.</summary>
    public string? AssumedPhoneNumberId { get; init; }

    public string? Conversation { get; init; }

    public required Guid DeliveryId { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    public DateTimeOffset? OccurredAt { get; init; }

    /// <summary>The handler by its name; null where the event never came to one.</summary>
    public string? Handler { get; init; }

    public required DeadLetterCause Cause { get; init; }

    public string? ExceptionType { get; init; }

    /// <summary>The text of the exception. It may hold what a person wrote, so it stands here and in no log.</summary>
    public string? ExceptionMessage { get; init; }

    /// <summary>How often the handler was called for the event.</summary>
    public int Attempts { get; init; }

    public DateTimeOffset FirstAttemptAt { get; init; }

    public required DateTimeOffset LastAttemptAt { get; init; }

    /// <summary>How often it was given to the handler again by hand.</summary>
    public int Replays { get; init; }

    /// <summary>It is to be given to the handler again, and that has not come to an end yet.</summary>
    public bool IsReplaying { get; init; }

    /// <summary>From when on it ages, in milliseconds of inbox time; null until a journal has it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? KeptSince { get; init; }
}
