using System.ComponentModel;
using System.Globalization;
using Microsoft.AspNetCore.Mvc;

namespace WebhookReceiver.Operators;

/// <summary>The search of a request. Every value is text, so that one that cannot be read is answered with what is wrong with it.</summary>
internal sealed record EventQuery(
    [property: FromQuery(Name = "wamid")][property: Description("The id that Meta gave to the message or call.")] string? Wamid,
    [property: FromQuery(Name = "key")][property: Description("The event's key, or at least its first 12 digits, as in the log.")] string? Key,
    [property: FromQuery(Name = "delivery")][property: Description("The id of the delivery that contained it.")] string? Delivery,
    [property: FromQuery(Name = "user")][property: Description("A phone number, a business-scoped user id or a username.")] string? User,
    [property: FromQuery(Name = "conversation")][property: Description("The conversation, as in the event log.")] string? Conversation,
    [property: FromQuery(Name = "type")][property: Description("The event type, such as message.text.")] string? Type,
    [property: FromQuery(Name = "endpoint")][property: Description("The endpoint that received it.")] string? Endpoint,
    [property: FromQuery(Name = "handler")][property: Description("A handler that is registered for such events, by its name.")] string? Handler,
    [property: FromQuery(Name = "state")][property: Description("open, retrying, handled or dead.")] string? State,
    [property: FromQuery(Name = "since")][property: Description("Received at this time or later, as in 2026-11-20T10:00:00Z.")] string? Since,
    [property: FromQuery(Name = "until")][property: Description("Received before this time, as in 2026-11-20T10:00:00Z.")] string? Until)
{
    /// <returns>What is wrong; null when everything could be read.</returns>
    public string? TryRead(out EventSearch search)
    {
        search = new EventSearch { Wamid = Wamid, Key = Key, User = User, Conversation = Conversation, Type = Type, Endpoint = Endpoint, Handler = Handler };

        if (!TryReadTime(Since, out var since) || !TryReadTime(Until, out var until))
        {
            return "since and until are times; write them like 2026-11-20T10:00:00Z.";
        }

        if (!TryReadId(Delivery, out var delivery))
        {
            return "delivery is not an id.";
        }

        if (!TryReadState(State, out var state))
        {
            return "state is open, retrying, handled or dead.";
        }

        search = search with { Since = since, Until = until, Delivery = delivery, State = state };
        return null;
    }

    private static bool TryReadTime(string? text, out DateTimeOffset? time)
    {
        var isTime = DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var read);
        time = isTime ? read : null;
        return isTime || text is null;
    }

    private static bool TryReadId(string? text, out Guid? id)
    {
        var isId = Guid.TryParse(text, out var read);
        id = isId ? read : null;
        return isId || text is null;
    }

    private static bool TryReadState(string? text, out EventState? state)
    {
        // A number is not a word, although the framework would take it for one.
        var isState = Enum.TryParse<EventState>(text, ignoreCase: true, out var read) && text!.All(char.IsAsciiLetter);
        state = isState ? read : null;
        return isState || text is null;
    }
}
