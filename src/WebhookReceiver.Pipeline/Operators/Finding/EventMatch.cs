using System.Globalization;
using System.Text;
using WebhookReceiver.Deliveries;
using WebhookReceiver.Handlers;
using WebhookReceiver.Inbox;
using WebhookReceiver.WhatsApp;

namespace WebhookReceiver.Operators;

/// <summary>An <see cref="EventSearch"/>, ready to be compared with deliveries and events.</summary>
internal sealed class EventMatch
{
    private readonly EventSearch search;
    private readonly HandlerRegistry handlers;
    private readonly Person? user;
    private readonly string? keyStart;
    private readonly byte[] needle;

    /// <exception cref="FormatException">A value cannot be read; the message says which, and what is expected.</exception>
    public EventMatch(EventSearch search, HandlerRegistry handlers)
    {
        this.search = search;
        this.handlers = handlers;
        user = search.User is { } text ? Person.Parse(text) : null;
        keyStart = search.Key is { } key ? Digits(key) : null;
        needle = Encoding.UTF8.GetBytes(search.Wamid is { } id ? LongestWord(id) : string.Empty);
    }

    /// <summary>What a store needs to leave out most of the rest.</summary>
    public DeliverySearch ToStore(DeliveryPosition? upTo) => new()
    {
        Term = Term(),
        UpTo = upTo,
        Since = search.Since,
        Until = search.Until,
        OnlyOpen = search.State is EventState.Open or EventState.Retrying,
    };

    /// <summary>Whether an event of the delivery may match, without parsing it.</summary>
    public bool MayContain(Delivery delivery) =>
        (search.Endpoint is not { } endpoint || string.Equals(endpoint, delivery.Endpoint, StringComparison.Ordinal))
        && (search.Delivery is not { } id || id == delivery.Id)
        && (needle.Length is 0 || delivery.Body.Span.IndexOf(needle) >= 0);

    /// <summary>Whether the event matches, except for its state.</summary>
    public bool Fits(WhatsAppEvent message) =>
        Fits(search.Type, message.Type)
        && Fits(search.Conversation, message.ConversationKey)
        && (search.Wamid is not { } id || string.Equals(id, MessageIds.Of(message), StringComparison.Ordinal))
        && (keyStart is not { } key || message.Key.ToString().StartsWith(key, StringComparison.Ordinal))
        && (user is null || user.IsUserOf(message))
        && (search.Handler is not { } handler || handlers.Find(message.GetType(), handler) is not null);

    /// <summary>Of a delivery only whether it is open is compared.</summary>
    public bool FitsDelivery(bool isSettled) => search.State is not { } wanted || isSettled == (wanted is EventState.Handled or EventState.Dead);

    public bool Fits(EventState state) => search.State is not { } wanted || wanted == state;

    /// <summary>The most selective of what was given.</summary>
    private ulong? Term() => search switch
    {
        { Key: not null } => SearchTerms.OfKey(new EventKey(UInt128.Parse(keyStart!.PadRight(EventKey.Size * 2, '0'), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture))),
        { Wamid: { } id } => SearchTerms.OfMessage(id),
        { Delivery: { } id } => SearchTerms.OfDelivery(id),
        { Conversation: { } conversation } => SearchTerms.OfParticipant(Participants.InConversation(conversation)),
        { User: { } text } => SearchTerms.OfParticipant(text.Trim().TrimStart('@')),
        _ => null,
    };

    private static string Digits(string key)
    {
        var digits = key.Trim().ToLowerInvariant();

        return digits.Length is >= SearchTerms.KeyDigits and <= EventKey.Size * 2 && digits.All(char.IsAsciiHexDigit)
            ? digits
            : throw new FormatException($"key must be {SearchTerms.KeyDigits} to {EventKey.Size * 2} hexadecimal digits, as in the log or the event log.");
    }

    /// <summary>What no writer of JSON escapes: Meta may write other characters of an id as <c>\/</c> or <c>\u003D</c>.</summary>
    private static string LongestWord(string id)
    {
        var (best, start) = (string.Empty, 0);

        for (var index = 0; index <= id.Length; index++)
        {
            if (index < id.Length && (char.IsAsciiLetterOrDigit(id[index]) || id[index] is '.' or '_' or '-'))
            {
                continue;
            }

            best = index - start > best.Length ? id[start..index] : best;
            start = index + 1;
        }

        return best;
    }

    private static bool Fits(string? wanted, string? actual) => wanted is null || string.Equals(wanted, actual, StringComparison.Ordinal);
}
