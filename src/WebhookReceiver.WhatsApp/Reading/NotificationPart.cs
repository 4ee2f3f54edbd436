using System.Runtime.InteropServices;
using WebhookReceiver.WhatsApp.Json;

namespace WebhookReceiver.WhatsApp.Reading;

/// <summary>A part of a notification that is read as a unit: usually a change, otherwise what is in place of one or around it.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly struct NotificationPart(ChangeSource change, WireValue value, Field field)
{
    public ChangeSource Change { get; } = change;

    public Field Field { get; } = field;

    /// <summary>The number of objects that may contain lists.</summary>
    public int Frames => Field.Frame is null ? 1 : 2;

    /// <summary>An object that may contain lists: the one documented for the field comes first.</summary>
    public WireValue Frame(int number) => number is 0 ? Field.FrameOf(value) : value;

    /// <summary>The event of the part as a whole, or null when it means nothing without its lists.</summary>
    public WhatsAppEvent? ReadWhole() => Field.Whole(Change, value);
}
