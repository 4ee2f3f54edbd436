using WebhookReceiver.WhatsApp.Json;

namespace WebhookReceiver.WhatsApp.Reading;

/// <summary>A list in the value of a field, by its name, of which each element is an event.</summary>
internal sealed class ItemList(ReadOnlySpan<byte> name, EventReader read, ItemUsers users = ItemUsers.None)
{
    private readonly byte[] name = name.ToArray();

    public EventReader Read { get; } = read;

    /// <summary>How many of the contacts beside the list an element can be about.</summary>
    public ItemUsers Users { get; } = users;

    /// <summary>The field whose events its elements are, wherever the list stands; null where they are events of the field in which it stands.</summary>
    public string? Home { get; init; }

    /// <summary>Whether it is one event as a whole.</summary>
    public bool IsWhole { get; init; }

    public bool IsNamed(WireMember member) => member.Is(name);
}
