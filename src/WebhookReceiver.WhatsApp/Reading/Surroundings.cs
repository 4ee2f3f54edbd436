namespace WebhookReceiver.WhatsApp.Reading;

/// <summary>What may stand around the values of changes: each is read for the lists that it holds beside what it is documented to hold.</summary>
internal static class Surroundings
{
    private static readonly byte[] Changes = "changes"u8.ToArray();
    private static readonly byte[] ChangedFields = "changed_fields"u8.ToArray();

    /// <summary>Other products of Meta put their events into the entry itself.</summary>
    private static readonly ItemList Messaging = new("messaging"u8, static (change, item) => UnknownChangeReader.Read(change.Beside("messaging"), item));

    public static Field Envelope { get; } = Beside([], ["entry"u8.ToArray()], "object"u8.ToArray());

    public static Field Entry { get; } = Beside([Messaging], [Changes, ChangedFields], "id"u8.ToArray(), "time"u8.ToArray(), "uid"u8.ToArray());

    /// <summary>The same as in an entry, because there a list is put that is cut out of a change.</summary>
    public static Field Change { get; } = Beside([Messaging], ["value"u8.ToArray(), Changes, ChangedFields], "field"u8.ToArray());

    private static Field Beside(ItemList[] lists, byte[][] others, params byte[][] described) => new(lists)
    {
        Others = others,
        Described = described,
        Whole = static (_, _) => null,
    };
}
