namespace WebhookReceiver.WhatsApp.Reading;

/// <summary>The objects around the values of changes: each is read for lists that it contains in addition to what is documented.</summary>
internal static class Surroundings
{
    private static readonly byte[] Changes = "changes"u8.ToArray();
    private static readonly byte[] ChangedFields = "changed_fields"u8.ToArray();

    /// <summary>Other products of Meta's put their events into the entry itself.</summary>
    private static readonly ItemList Messaging = new("messaging"u8, static (change, item) => UnknownChangeReader.Read(change.Beside("messaging"), item));

    public static Field Envelope { get; } = Beside([], ["entry"u8.ToArray()], "object"u8.ToArray());

    public static Field Entry { get; } = Beside([Messaging], [Changes, ChangedFields], "id"u8.ToArray(), "time"u8.ToArray(), "uid"u8.ToArray());

    /// <summary>The same as in an entry, because a list isolated from a change is put there.</summary>
    public static Field Change { get; } = Beside([Messaging], ["value"u8.ToArray(), Changes, ChangedFields], "field"u8.ToArray());

    private static Field Beside(ItemList[] lists, byte[][] others, params byte[][] described) => new(lists)
    {
        Others = others,
        Described = described,
        Whole = static (_, _) => null,
    };
}
