namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>
/// One entry of a segment's index: the upper 37 bits of a term, then the offset of a delivery's frame in steps of 8. Sorted, entries of one term are next to each other. Of a million terms, one
/// that is absent has a chance of 1 in 137,000 to look present, and then costs the reading of one delivery.
/// </summary>
internal static class IndexEntry
{
    private const int OffsetBits = 27;
    private const int OffsetStep = 8;
    private const ulong OffsetMask = (1UL << OffsetBits) - 1;

    /// <summary>A delivery beyond this offset cannot be indexed. There is none: a segment of the largest <c>Inbox:SegmentBytes</c> ends with it.</summary>
    public const long MaxOffset = (long)OffsetMask * OffsetStep;

    public static ulong Of(ulong term, long offset) => TermOf(term) | ((ulong)offset / OffsetStep);

    /// <summary>The part of an entry, or of a term, that tells terms apart.</summary>
    public static ulong TermOf(ulong entry) => entry & ~OffsetMask;

    public static long OffsetOf(ulong entry) => (long)(entry & OffsetMask) * OffsetStep;
}
