using WebhookReceiver.WhatsApp.Json;

namespace WebhookReceiver.WhatsApp.Reading;

/// <summary>Reads a body of 360dialog's partner webhook into a <see cref="PartnerEvent"/>.</summary>
internal static class PartnerEventReader
{
    private static readonly EventReader Reader = static (change, item) => Read(change, item);

    public static Field Field { get; } = new(static (change, body) => Read(change, body));

    private static PartnerEvent Read(ChangeSource change, WireValue item)
    {
        if (item["id"u8].Name is not { } id)
        {
            return new PartnerEvent(change.SourceWithoutId(item, "partner", Reader));
        }

        var identity = new EventIdentity(stackalloc byte[256], "partner");
        identity.Add(id);
        identity.Add(item["event"u8].Name);
        return new PartnerEvent(change.Source(item, identity.ToKey(), Reader));
    }
}
