using WebhookReceiver.WhatsApp.Json;

namespace WebhookReceiver.WhatsApp.Reading;

/// <summary>A named list in the value of a field, of which each element is an event.</summary>
internal sealed class ItemList(ReadOnlySpan<byte> name, EventReader read, ItemUsers users = ItemUsers.None)
{
    private readonly byte[] name = name.ToArray();

    public EventReader Read { get; } = read;

    /// <summary>How many of the contacts next to the list an element can concern.</summary>
    public ItemUsers Users { get; } = users;

    /// <summary>The field whose events its elements are, wherever the list is; null when they are events of the field that contains it.</summary>
    public string? Home { get; init; }

    /// <summary>Whether the whole list is one event.</summary>
    public bool IsWhole { get; init; }

    public bool IsNamed(WireMember member) => member.Is(name);
}
