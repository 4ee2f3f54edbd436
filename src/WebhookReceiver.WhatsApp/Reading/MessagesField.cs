using WebhookReceiver.WhatsApp.Json;

namespace WebhookReceiver.WhatsApp.Reading;

/// <summary>
/// The field <c>messages</c>: every element of every list in its value is an event. The lists are not exclusive (<c>Specification/messages.md</c>, section 1).
/// </summary>
internal static class MessagesField
{
    private static readonly ItemList[] Lists =
    [
        new("messages"u8, MessageReader.Reader, ItemUsers.One),
        new("statuses"u8, StatusReader.Reader, ItemUsers.One),
        new("errors"u8, ErrorReader.Reader),
        new("user_actions"u8, UserActionReader.Reader),
    ];

    public static Field Field { get; } = new(Lists)
    {
        HasRecap = true,
        AssumesNumber = true,
        Whole = static (change, value) => IsEmptyFrame(value) ? null : UnknownChangeReader.Read(change, value),
    };

    /// <summary>The same lists without Meta's envelope around them (<c>Specification/legacy.md</c>, section 2).</summary>
    public static Field Flat { get; } = new(Lists)
    {
        HasRecap = true,
        AssumesNumber = true,
        Whole = static (_, _) => null,
    };

    /// <summary>Statuses in a field of their own, as some senders have them.</summary>
    public static Field Statuses { get; } = new(Lists[1], Lists[2])
    {
        AssumesNumber = true,
    };

    /// <summary>A value that contains only its frame is normal, and means nothing (<c>Specification/messages.md</c>, section 12).</summary>
    private static bool IsEmptyFrame(WireValue value)
    {
        foreach (var member in value.Members)
        {
            if (!(member.Value.IsMissing || member.Value.Items.IsEmpty
                || member.Is("messaging_product"u8) || member.Is("metadata"u8) || member.Is("contacts"u8)))
            {
                return false;
            }
        }

        return value.IsObject || value.IsMissing;
    }
}
