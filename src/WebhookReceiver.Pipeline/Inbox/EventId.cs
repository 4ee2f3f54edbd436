using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using WebhookReceiver.WhatsApp;

namespace WebhookReceiver.Inbox;

/// <summary>What duplicates are recognised by: the key of an event, and the endpoint on which it came, because each endpoint has its own say.</summary>
internal readonly record struct EventId(UInt128 Value)
{
    private static readonly ConcurrentDictionary<string, UInt128> Endpoints = new(StringComparer.Ordinal);

    /// <summary>The same after every start: it is written to disk.</summary>
    public static EventId Of(string endpoint, EventKey key) => new(key.Value ^ Endpoints.GetOrAdd(endpoint, Hash));

    /// <summary>What the replay of a dead letter is known by: that it was begun and has not ended, so that one that kills the process is not begun for ever.</summary>
    public static EventId OfReplay(Guid letter) => new(EventKey.FromBytes(letter.ToByteArray(bigEndian: true)).Value);

    private static UInt128 Hash(string endpoint) => EventKey.FromBytes(SHA256.HashData(Encoding.UTF8.GetBytes(endpoint))).Value;
}
