using System.Runtime.InteropServices;
using WebhookReceiver.WhatsApp.Json;

namespace WebhookReceiver.WhatsApp.Reading;

/// <summary>A part of a notification that is read as one: a change as a rule, else what stands in the place of one.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly struct NotificationPart(ChangeSource change, WireValue value, Field field)
{
    public ChangeSource Change { get; } = change;

    public Field Field { get; } = field;

    /// <summary>The object in which the lists of the field stand.</summary>
    public WireValue Frame => Field.FrameOf(value);

    /// <summary>The event of the part as it stands, or null where it means nothing without its lists.</summary>
    public WhatsAppEvent? ReadWhole() => Field.Whole(Change, value);
}
