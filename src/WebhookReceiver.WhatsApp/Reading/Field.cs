using WebhookReceiver.WhatsApp.Json;

namespace WebhookReceiver.WhatsApp.Reading;

/// <summary>
/// How the value of a webhook field is read: its lists, of which each element is an event, in document order; and what
/// it is as a whole, when it has no lists or they are empty.
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
        HasLists = true;
        Whole = UnknownChangeReader.Read;
    }

    /// <summary>A field that is unknown, or whose value is unusable.</summary>
    public static Field Unknown { get; } = new(UnknownChangeReader.Read);

    /// <summary>Something unreadable in place of a change, entry or envelope.</summary>
    public static Field Unreadable { get; } = new(static (change, part) => new UnreadableDelivery(change.SourceWithoutId(part, "unreadable")));

    /// <summary>The event of the whole value, or null when it means nothing.</summary>
    public Func<ChangeSource, WireValue, WhatsAppEvent?> Whole { get; init; }

    /// <summary>The member of the value that contains the lists, if they are not in the value itself.</summary>
    public byte[]? Frame { get; init; }

    /// <summary>Lists that contain no events and are read differently.</summary>
    public byte[][] Others { get; init; } = ["contacts"u8.ToArray()];

    /// <summary>Further members that are known.</summary>
    public byte[][] Described { get; init; } = ["messaging_product"u8.ToArray(), "metadata"u8.ToArray(), "field"u8.ToArray()];

    /// <summary>Whether a conversation recap may be next to the lists.</summary>
    public bool HasRecap { get; init; }

    /// <summary>Whether its events belong to the configured business number when the body names none.</summary>
    public bool AssumesNumber { get; init; }

    public bool HasLists { get; }

    public WireValue FrameOf(WireValue value) => Frame is null ? value : value[Frame];

    public ContactBook ContactsOf(WireValue value)
    {
        var frame = FrameOf(value);
        return HasLists ? new ContactBook(frame["contacts"u8], IsOneItem(frame)) : default;
    }

    public ConversationRecap? RecapOf(WireValue value) => HasRecap ? ConversationRecap.Read(value["conversation_context"u8]) : null;

    /// <summary>The list of events that a member is, documented or not; null when it is not one.</summary>
    public ItemList? ListOf(WireMember member)
    {
        foreach (var list in lists)
        {
            if (list.IsNamed(member))
            {
                return list;
            }
        }

        return HasLists && !IsNamed(member, Others) ? StrayLists.Of(member) : null;
    }

    /// <summary>Whether a member is neither documented nor a list of events.</summary>
    public bool PassesOver(WireMember member) => HasLists && !member.Value.IsMissing && ListOf(member) is null
        && !(IsNamed(member, Others) || IsNamed(member, Described) || (Frame is not null && member.Is(Frame)) || (HasRecap && member.Is("conversation_context"u8)));

    /// <summary>What the events of a list have in common: as in the list's own field, if it is not a list of this one.</summary>
    public ChangeSource ChangeOf(ItemList list, WireMember member, ChangeSource change)
    {
        if (Array.IndexOf(lists, list) >= 0)
        {
            return change;
        }

        return list.IsWhole ? change.Beside(member.Name) : change.Of(list.Home);
    }

    private static bool IsNamed(WireMember member, byte[][] names)
    {
        foreach (var name in names)
        {
            if (member.Is(name))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether there is only one item that concerns a contact: then a single contact can only be that item's.</summary>
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
