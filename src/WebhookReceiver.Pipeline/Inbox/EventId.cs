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

    private static UInt128 Hash(string endpoint) => EventKey.FromBytes(SHA256.HashData(Encoding.UTF8.GetBytes(endpoint))).Value;
}
