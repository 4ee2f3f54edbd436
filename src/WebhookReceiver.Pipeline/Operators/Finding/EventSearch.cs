namespace WebhookReceiver.Operators;

/// <summary>Selects stored events. A null property matches everything; an event must match all the others.</summary>
public sealed record EventSearch
{
    /// <summary>The id that Meta gave to the message or call (<c>wamid.…</c>). Statuses have the id of their message.</summary>
    public string? Wamid { get; init; }

    /// <summary>The key of the event, or at least its first 12 digits, as in the log.</summary>
    public string? Key { get; init; }

    /// <summary>The delivery that contained it.</summary>
    public Guid? Delivery { get; init; }

    /// <summary>The user: a phone number, a business-scoped user id or a username.</summary>
    public string? User { get; init; }

    /// <summary>The conversation, as in the event log.</summary>
    public string? Conversation { get; init; }

    /// <summary>The event's type, as in the event log.</summary>
    public string? Type { get; init; }

    /// <summary>The endpoint that received it.</summary>
    public string? Endpoint { get; init; }

    /// <summary>The name of a handler that is registered for events of its kind.</summary>
    public string? Handler { get; init; }

    /// <summary>How far it has progressed.</summary>
    public EventState? State { get; init; }

    /// <summary>Received at this time or later.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Received before this time.</summary>
    public DateTimeOffset? Until { get; init; }
}
