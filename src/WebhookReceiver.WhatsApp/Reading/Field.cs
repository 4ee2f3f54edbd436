using WebhookReceiver.WhatsApp.Json;

namespace WebhookReceiver.WhatsApp.Reading;

/// <summary>
/// How the value of a webhook field is read: the lists in it, of which each element is an event, in the order in which they stand in the body; and what
/// it is as a whole, where it has no lists or nothing in them.
/// </summary>
internal sealed class Field
{
    private readonly ItemList[] lists;

    /// <summary>A field whose value is one event.</summary>
    public Field(Func<ChangeSource, WireValue, WhatsAppEvent?> whole)
    {
        lists = [];
        Whole = whole;
    }

    /// <summary>A field whose value holds lists.</summary>
    public Field(params ItemList[] lists)
    {
        this.lists = lists;
        Whole = UnknownChangeReader.Read;
    }

    /// <summary>A field that is not known, or whose value is of no use.</summary>
    public static Field Unknown { get; } = new(UnknownChangeReader.Read);

    /// <summary>Something in the place of a change, entry or envelope that is none.</summary>
    public static Field Unreadable { get; } = new(static (change, part) => new UnreadableDelivery(change.SourceWithoutId(part, "unreadable")));

    /// <summary>The event of the whole value, or null when it means nothing.</summary>
    public Func<ChangeSource, WireValue, WhatsAppEvent?> Whole { get; init; }

    /// <summary>The member of the value in which the lists stand, where that is not the value itself.</summary>
    public byte[]? Frame { get; init; }

    /// <summary>Whether a recap of the conversation may stand beside the lists.</summary>
    public bool HasRecap { get; init; }

    public bool HasLists => lists.Length > 0;

    public WireValue FrameOf(WireValue value) => Frame is null ? value : value[Frame];

    public ContactBook ContactsOf(WireValue value)
    {
        var frame = FrameOf(value);
        return Array.Exists(lists, list => list.Users is not ItemUsers.None) ? new ContactBook(frame["contacts"u8], IsOneItem(frame)) : default;
    }

    public ConversationRecap? RecapOf(WireValue value) => HasRecap ? ConversationRecap.Read(value["conversation_context"u8]) : null;

    /// <summary>What makes events of the elements of a member, or null when it is no list of this field.</summary>
    public EventReader? ReaderOf(WireMember member) => ListOf(member)?.Read;

    private ItemList? ListOf(WireMember member)
    {
        foreach (var list in lists)
        {
            if (list.IsNamed(member))
            {
                return list;
            }
        }

        return null;
    }

    /// <summary>Whether all the items that are about a contact are one: then the only contact can only be of that one.</summary>
    private bool IsOneItem(WireValue frame)
    {
        var isOne = false;

        foreach (var member in frame.Members)
        {
            if (ListOf(member) is not { Users: not ItemUsers.None } list || member.Value.Items is not { IsEmpty: false } items)
            {
                continue;
            }

            if (isOne || list.Users is ItemUsers.Several || !items.IsSingle)
            {
                return false;
            }

            isOne = true;
        }

        return isOne;
    }
}
