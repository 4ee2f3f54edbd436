using System.Runtime.InteropServices;
using WebhookReceiver.Journal;

namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>
/// Where a dead letter stands: in which frame, from which byte of the frame's body on. First its JSON, then the length of its notification, then that.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct DeadLetterLocation(SegmentName Segment, long Offset, int Start, int JsonLength, int BodyLength)
{
    public Range Json => Start..(Start + JsonLength);

    public Range Body => BodyStart..(BodyStart + BodyLength);

    private int BodyStart => Start + JsonLength + sizeof(long);
}
