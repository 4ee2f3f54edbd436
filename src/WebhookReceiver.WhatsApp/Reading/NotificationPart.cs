using System.Runtime.InteropServices;
using WebhookReceiver.WhatsApp.Json;

namespace WebhookReceiver.WhatsApp.Reading;

/// <summary>A part of a notification that is read as one: a change as a rule, else what stands in the place of one or around it.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly struct NotificationPart(ChangeSource change, WireValue value, Field field)
{
    public ChangeSource Change { get; } = change;

    public Field Field { get; } = field;

    /// <summary>How many objects lists may stand in.</summary>
    public int Frames => Field.Frame is null ? 1 : 2;

    /// <summary>An object in which lists may stand: the one that the field is documented to have them in comes first.</summary>
    public WireValue Frame(int number) => number is 0 ? Field.FrameOf(value) : value;

    /// <summary>The event of the part as it stands, or null where it means nothing without its lists.</summary>
    public WhatsAppEvent? ReadWhole() => Field.Whole(Change, value);
}
