using System.Text;
using System.Text.Json;
using WebhookReceiver.WhatsApp;

namespace WebhookReceiver.Operators;

/// <summary>A person as identified by a caller, and how to find that person in what Meta sends.</summary>
internal sealed class Person
{
    private const int FewestDigits = 6;

    private readonly string? digits;
    private readonly string? name;
    private readonly byte[] token;

    private Person(string? digits, string? name)
    {
        this.digits = digits;
        this.name = name;
        token = Encoding.UTF8.GetBytes(digits ?? name!);
    }

    /// <summary>The identifier: digits only, if it is a phone number.</summary>
    public string Text => digits ?? name!;

    /// <exception cref="FormatException">The text does not identify a person.</exception>
    public static Person Parse(string text)
    {
        var trimmed = text.Trim().TrimStart('@');

        if (DigitsOf(trimmed) is not { } digits)
        {
            return trimmed.Length > 2 && !trimmed.Any(char.IsWhiteSpace)
                ? new Person(digits: null, trimmed)
                : throw new FormatException("Identify a person by a phone number, a business-scoped user id or a username.");
        }

        return digits.Length >= FewestDigits
            ? new Person(digits, name: null)
            : throw new FormatException($"A phone number has at least {FewestDigits} digits, including its country code.");
    }

    /// <summary>Whether the event concerns the person, or mentions them in one of its members.</summary>
    public bool IsIn(WhatsAppEvent message)
    {
        if (message.User is { } user && Is(user))
        {
            return true;
        }

        return message is UnreadableDelivery unreadable ? IsNamedIn(unreadable.Body.Span) : IsMemberOf(message.RawJson.Span);
    }

    /// <summary>Whether the event concerns the person or, when an id of a group was given, the group: not whether it only mentions them.</summary>
    public bool IsUserOf(WhatsAppEvent message) =>
        (message.User is { } user && Is(user)) || (message.ConversationKey is { } conversation && IsId(Inbox.Participants.InConversation(conversation).ToString()));

    /// <summary>Whether these bytes contain the given identifier as a whole word.</summary>
    public bool IsNamedIn(ReadOnlySpan<byte> bytes)
    {
        for (var at = bytes.IndexOf(token); at >= 0; at = bytes.IndexOf(token))
        {
            var isWord = (at is 0 || !char.IsAsciiLetterOrDigit((char)bytes[at - 1]))
                && (at + token.Length == bytes.Length || !char.IsAsciiLetterOrDigit((char)bytes[at + token.Length]));

            if (isWord)
            {
                return true;
            }

            bytes = bytes[(at + 1)..];
        }

        return false;
    }

    /// <summary>Other identifiers of the person, when they are the event's user.</summary>
    public IEnumerable<string> OtherNames(WhatsAppEvent message)
    {
        if (message.User is not { } user || !Is(user))
        {
            return [];
        }

        string?[] all = [user.PhoneNumber, user.WaId, user.UserId, user.ParentUserId, user.Username];
        return all.OfType<string>().Where(other => !IsId(other) && !IsUsername(other));
    }

    private bool Is(WhatsAppUser user) =>
        IsId(user.PhoneNumber) || IsId(user.WaId) || IsId(user.UserId) || IsId(user.ParentUserId) || IsUsername(user.Username);

    private bool IsId(string? value) =>
        value is not null && (digits is null ? string.Equals(value, name, StringComparison.Ordinal) : string.Equals(DigitsOf(value), digits, StringComparison.Ordinal));

    private bool IsUsername(string? value) => name is not null && string.Equals(value, name, StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// A number or an id matches any member whose whole value it is. A username is a word that anybody may write, so it matches only in a member meant for usernames.
    /// </summary>
    private bool IsMemberOf(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = WhatsAppPayload.MaxDepth });
        var isName = false;

        try
        {
            while (reader.Read())
            {
                switch (reader.TokenType)
                {
                    case JsonTokenType.PropertyName:
                        isName = reader.ValueTextEquals("username"u8);
                        continue;
                    case JsonTokenType.String when TextOf(ref reader) is { } text && ((isName && IsUsername(text)) || ((digits is not null || text.Contains('.', StringComparison.Ordinal)) && IsId(text))):
                        return true;
                    case JsonTokenType.Number when digits is not null && reader.ValueSpan.SequenceEqual(token):
                        return true;
                }

                isName = false;
            }
        }
        catch (JsonException)
        {
            // Meta sent it as JSON, but it is not; search the bytes instead.
            return IsNamedIn(json);
        }

        return false;
    }

    private static string? TextOf(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString();
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair, or invalid UTF-8: not an id.
            return null;
        }
    }

    /// <summary>Null when the text contains anything that does not belong in a phone number.</summary>
    private static string? DigitsOf(string text) =>
        text.Any(char.IsAsciiDigit) && text.All(static character => char.IsAsciiDigit(character) || "+-() ./".Contains(character, StringComparison.Ordinal))
            ? string.Concat(text.Where(char.IsAsciiDigit))
            : null;
}
