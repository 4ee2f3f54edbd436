using WebhookReceiver.WhatsApp;

namespace WebhookReceiver.Inbox;

/// <summary>
/// The identifiers by which an event can be found, as 64-bit hashes: stores index these instead of the identifiers. Two identifiers may share a hash, so a match is verified against the
/// event itself. Stored, so the hashes must never change.
/// </summary>
internal static class SearchTerms
{
    /// <summary>How many leading hexadecimal digits of a key identify it in log lines; searches need at least as many.</summary>
    public const int KeyDigits = 12;

    private const int BitsBeyondKeyDigits = 128 - (KeyDigits * 4);
    private const ulong Offset = 0xCBF29CE484222325;
    private const ulong Prime = 0x100000001B3;

    public static ulong OfMessage(string id) => Hash('m', id);

    /// <summary>A phone number, a business-scoped id, a username, or the id of a group.</summary>
    public static ulong OfParticipant(ReadOnlySpan<char> id)
    {
        var hash = Begin('u');

        foreach (var character in id)
        {
            hash = Participants.TryNormalize(character, out var normalized) ? (hash ^ normalized) * Prime : hash;
        }

        return Mix(hash);
    }

    public static ulong OfDelivery(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        var hash = Begin('d');

        foreach (var one in bytes)
        {
            hash = (hash ^ one) * Prime;
        }

        return Mix(hash);
    }

    /// <summary>By the first <see cref="KeyDigits"/> digits, so that a key copied from a log line is found.</summary>
    public static ulong OfKey(EventKey key) => Mix((Begin('k') ^ (ulong)(key.Value >> BitsBeyondKeyDigits)) * Prime);

    /// <summary>Adds the terms of an event, except that of its delivery.</summary>
    public static void Add(WhatsAppEvent message, ICollection<ulong> terms)
    {
        terms.Add(OfKey(message.Key));

        if (MessageIds.Of(message) is { } id)
        {
            terms.Add(OfMessage(id));
        }

        Participants.AddTerms(message, terms);
    }

    /// <summary>FNV-1a over the characters.</summary>
    private static ulong Hash(char kind, string text)
    {
        var hash = Begin(kind);

        foreach (var character in text)
        {
            hash = (hash ^ character) * Prime;
        }

        return Mix(hash);
    }

    private static ulong Begin(char kind) => (Offset ^ kind) * Prime;

    /// <summary>Spreads every bit over all others (the finalizer of MurmurHash3): stores sort and divide by the upper bits.</summary>
    private static ulong Mix(ulong hash)
    {
        hash = (hash ^ (hash >> 33)) * 0xFF51AFD7ED558CCD;
        hash = (hash ^ (hash >> 33)) * 0xC4CEB9FE1A85EC53;
        return hash ^ (hash >> 33);
    }
}
