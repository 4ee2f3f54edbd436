using WebhookReceiver.Operators;

namespace WebhookReceiver.Commands.Events;

/// <summary>Tells from one word what is searched for: people paste what they have.</summary>
internal static class SearchWord
{
    private const int ShortestKey = 12;
    private const int LongestKey = 32;

    /// <summary>A phone number has at most 15 digits (ITU-T E.164).</summary>
    private const int LongestPhoneNumber = 15;

    public static EventSearch Read(string? word) => word?.Trim() switch
    {
        null or "" => new EventSearch(),
        { } text when text.StartsWith("wamid.", StringComparison.Ordinal) || text.StartsWith("wacid.", StringComparison.Ordinal) => new EventSearch { Wamid = text },
        { } text when Guid.TryParseExact(text, "D", out var delivery) => new EventSearch { Delivery = delivery },
        { } text when text.Contains(':', StringComparison.Ordinal) => new EventSearch { Conversation = text },
        { } text when IsKey(text) => new EventSearch { Key = text },
        { } text => new EventSearch { User = text },
    };

    private static bool IsKey(string text) =>
        text.Length is >= ShortestKey and <= LongestKey && text.All(char.IsAsciiHexDigit) && (text.Length > LongestPhoneNumber || text.Any(char.IsAsciiLetter));
}
