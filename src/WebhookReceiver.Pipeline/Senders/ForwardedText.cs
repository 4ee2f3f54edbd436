namespace WebhookReceiver.Senders;

/// <summary>Reads the header <c>Forwarded</c> (RFC 7239) from its right end.</summary>
internal static class ForwardedText
{
    private const string For = "for=";

    /// <summary>Takes the last element off a list.</summary>
    /// <param name="rest">The list; what is left of it afterwards.</param>
    /// <returns>The last element.</returns>
    public static ReadOnlySpan<char> TakeLast(ref ReadOnlySpan<char> rest)
    {
        var comma = LastOutsideQuotes(rest, ',');
        var last = rest[(comma + 1)..].Trim(" \t");
        rest = rest[..Math.Max(comma, 0)];
        return last;
    }

    /// <summary>The value of <c>for</c> in one element, without quotes; empty when there is none.</summary>
    public static ReadOnlySpan<char> ForIn(ReadOnlySpan<char> element)
    {
        while (!element.IsEmpty)
        {
            var semicolon = LastOutsideQuotes(element, ';');
            var pair = element[(semicolon + 1)..].Trim(" \t");
            element = element[..Math.Max(semicolon, 0)];

            if (pair.StartsWith(For, StringComparison.OrdinalIgnoreCase))
            {
                var value = pair[For.Length..];
                return value is ['"', .. var quoted, '"'] ? quoted : value;
            }
        }

        return default;
    }

    /// <summary>Walks from the left, because only from there can one tell whether a quotation mark opens or closes.</summary>
    private static int LastOutsideQuotes(ReadOnlySpan<char> text, char separator)
    {
        var last = -1;
        var isQuoted = false;

        for (var index = 0; index < text.Length; index++)
        {
            if (text[index] is '\\' && isQuoted)
            {
                index++;
            }
            else if (text[index] is '"')
            {
                isQuoted = !isQuoted;
            }
            else if (text[index] == separator && !isQuoted)
            {
                last = index;
            }
        }

        return last;
    }
}
