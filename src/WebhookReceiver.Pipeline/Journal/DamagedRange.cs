using System.Runtime.InteropServices;

namespace WebhookReceiver.Journal;

/// <summary>Bytes of a segment that are no frame, with frames behind them: what was lost between two writes that were not.</summary>
/// <param name="Segment">In which segment.</param>
/// <param name="Offset">From where.</param>
/// <param name="Length">How many.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct DamagedRange(SegmentName Segment, long Offset, long Length);
