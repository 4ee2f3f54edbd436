using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using WebhookReceiver.WhatsApp;

namespace WebhookReceiver.Inbox;

/// <summary>
/// The identity by which duplicates are recognised: the event's key plus the endpoint that received it, because endpoints are independent of each other.
/// </summary>
internal readonly record struct EventId(UInt128 Value)
{
    private static readonly ConcurrentDictionary<string, UInt128> Endpoints = new(StringComparer.Ordinal);

    /// <summary>Stable across restarts, because it is written to disk.</summary>
    public static EventId Of(string endpoint, EventKey key) => new(key.Value ^ Endpoints.GetOrAdd(endpoint, Hash));

    /// <summary>
    /// The id under which the replay of a dead letter is tracked as begun and not ended, so that a replay that kills the process is not repeated for ever.
    /// </summary>
    public static EventId OfReplay(Guid deadLetter) => new(EventKey.FromBytes(deadLetter.ToByteArray(bigEndian: true)).Value);

    private static UInt128 Hash(string endpoint) => EventKey.FromBytes(SHA256.HashData(Encoding.UTF8.GetBytes(endpoint))).Value;
}
