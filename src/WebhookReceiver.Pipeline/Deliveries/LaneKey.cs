using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using WebhookReceiver.WhatsApp;

namespace WebhookReceiver.Deliveries;

/// <summary>
/// The unit of order: a conversation on an endpoint or, for an event without a conversation, one subject of one account. Events with equal keys are handled one after
/// another.
/// </summary>
internal readonly record struct LaneKey(string Endpoint, string? Account, string Subject)
{
    /// <summary>
    /// Replaces the key where a million of them must be kept. Two conversations with the same number (one pair in ten million times a million) share a lane while it is packed:
    /// one may wait for the other, with no other effect.
    /// </summary>
    public ulong Number => BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"{Endpoint}\0{Account}\0{Subject}")));

    public static LaneKey Of(string endpoint, WhatsAppEvent message) => message.ConversationKey is { } conversation
        ? new LaneKey(endpoint, Account: null, conversation)
        : new LaneKey(endpoint, message.Account ?? string.Empty, (message as FieldEvent)?.Field ?? message.Type);
}
