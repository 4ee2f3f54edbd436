using System.Runtime.InteropServices;

namespace WebhookReceiver.Journal;

/// <summary>Where a segment ends.</summary>
/// <param name="Segment">Its number; 0 where there is none.</param>
/// <param name="LastSequence">The highest number of a frame up to its end, those of earlier segments included; 0 where there is none.</param>
/// <param name="Offset">The end of its last durable frame.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct SegmentEnd(long Segment, long LastSequence, long Offset);
