using System.Runtime.InteropServices;

namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>One entry of a <see cref="DeadLetterIndex"/>, packed into 64 bytes, because there may be a million.</summary>
[StructLayout(LayoutKind.Sequential, Pack = sizeof(int))]
internal struct PackedDeadLetter
{
    public required Guid Id { get; init; }

    /// <summary>In ticks of UTC.</summary>
    public required long LastAttemptAt { get; init; }

    /// <summary>Since when it has been kept, in seconds of inbox time.</summary>
    public required uint KeptSince { get; init; }

    /// <summary>The offset of its frame.</summary>
    public long Offset { get; set; }

    /// <summary>The interned number of the segment; negative while it is not on disk.</summary>
    public required int Segment { get; set; }

    public int Start { get; set; }

    public int JsonLength { get; set; }

    public int BodyLength { get; set; }

    /// <summary>
    /// The interned number of its <see cref="DeadLetterKind"/>; the complement of the number while it is being replayed, because a flag of its own would take four bytes.
    /// </summary>
    public required int KindOrComplement { get; init; }

    public readonly int Kind => IsReplaying ? ~KindOrComplement : KindOrComplement;

    public readonly bool IsReplaying => KindOrComplement < 0;

    /// <summary>See <see cref="DeadLetterEntry.EventHash"/>.</summary>
    public required ulong EventHash { get; init; }
}

/// <summary>The attributes that many dead letters share: the types of exceptions, like the handlers, are as many as the program has.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct DeadLetterKind(string? Handler, string EventType, string Cause, string? ExceptionType, string Endpoint);

/// <summary>An entry of a <see cref="DeadLetterIndex"/>.</summary>
/// <param name="Entry">What is known without reading it.</param>
/// <param name="Location">Where it is stored; null while it is not on disk.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct IndexedDeadLetter(DeadLetterEntry Entry, DeadLetterLocation? Location);
