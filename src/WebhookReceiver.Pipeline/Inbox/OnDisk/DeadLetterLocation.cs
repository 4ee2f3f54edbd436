using System.Runtime.InteropServices;
using WebhookReceiver.Journal;

namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>
/// Where a dead letter is stored: the frame, and the offset in the frame's body. The JSON comes first, then the length of the notification, then the
/// notification.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct DeadLetterLocation(SegmentName Segment, long Offset, int Start, int JsonLength, int BodyLength)
{
    public Range Json => Start..(Start + JsonLength);

    public Range Body => BodyStart..(BodyStart + BodyLength);

    private int BodyStart => Start + JsonLength + sizeof(long);
}
