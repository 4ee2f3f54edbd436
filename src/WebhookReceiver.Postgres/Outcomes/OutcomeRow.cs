using System.Buffers.Binary;
using System.Runtime.InteropServices;
using WebhookReceiver.Inbox;

namespace WebhookReceiver.Postgres;

/// <summary>A row of <c>outcome</c> to be written, under the epoch in which its event was begun.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct OutcomeRow(byte Slot, long Epoch, long Number, EventId Id, OutcomeKind Kind, string? Detail = null, string? Failure = null, string? Exception = null);

/// <summary>What a row says of its event. The numbers are stored.</summary>
internal enum OutcomeKind : short
{
    Begun = 1,
    Suspended = 2,
    Ended = 3,
    Wanted = 4,
    NotWanted = 5,
    Finished = 6,
    Failed = 7,
    Settled = 8,

    /// <summary>The replay of a dead letter has ended: what was known of it no longer counts.</summary>
    Forgotten = 9,

    // Of dead letters, under a key of their own: see DeadLetterRows.
    LetterWritten = 10,
    LetterReplaying = 11,
    LetterFailedAgain = 12,
    LetterRemoved = 13,
}

/// <summary>Event ids as the type <c>uuid</c>.</summary>
internal static class KeyBytes
{
    public static Guid Of(EventId id)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, id.Value);
        return new Guid(bytes, bigEndian: true);
    }

    public static EventId ToId(Guid key)
    {
        Span<byte> bytes = stackalloc byte[16];
        key.TryWriteBytes(bytes, bigEndian: true, out _);
        return new EventId(BinaryPrimitives.ReadUInt128BigEndian(bytes));
    }
}
