using System.Runtime.InteropServices;
using WebhookReceiver.Journal;

namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>Where the body of a dead letter stands: which bytes of the body of which frame.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct LetterLocation(SegmentName Segment, long Offset, int Start, int Length);
