using System.Runtime.InteropServices;

namespace WebhookReceiver.Journal;

/// <summary>Bytes of a segment that are not a valid frame although valid frames follow them.</summary>
/// <param name="Segment">The segment.</param>
/// <param name="Offset">Where it starts.</param>
/// <param name="Length">Its length in bytes.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct DamagedRange(SegmentName Segment, long Offset, long Length);
