using System.Runtime.InteropServices;

namespace WebhookReceiver.Journal;

/// <summary>Where a segment ends.</summary>
/// <param name="Segment">Its number; 0 when there is none.</param>
/// <param name="LastSequence">The highest frame number up to its end, earlier segments included; 0 when there is none.</param>
/// <param name="Offset">The end of its last durable frame.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct SegmentEnd(long Segment, long LastSequence, long Offset);
