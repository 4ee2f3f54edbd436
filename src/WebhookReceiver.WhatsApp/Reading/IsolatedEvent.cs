using System.Buffers;
using WebhookReceiver.WhatsApp.Json;

namespace WebhookReceiver.WhatsApp.Reading;

/// <summary>
/// One event isolated from a body: a notification that is read into this event and no other. It keeps the path from the root to the item, with everything next
/// to it that describes it, such as account and number, and those contacts that the event concerns; lists of other events are emptied.
/// </summary>
/// <param name="text">The body, from its first token on.</param>
/// <param name="path">The path from the root of the body to the item, both inclusive.</param>
/// <param name="received">The event that was read from the item.</param>
/// <param name="contactsOf">Returns the contacts of a value that is read as a field.</param>
internal sealed class IsolatedEvent(ReadOnlyMemory<byte> text, List<WireValue> path, WhatsAppEvent received, Func<Field, WireValue, ContactBook> contactsOf)
{
    private readonly ArrayBufferWriter<byte> output = new();
    private readonly WireValue item = path[^1];

    /// <summary>The contacts that the event concerns, by their position in the body.</summary>
    private readonly SortedDictionary<int, WireValue> own = [];

    public byte[] Write()
    {
        WriteList(path[0], WriteRoot);
        return output.WrittenSpan.ToArray();
    }

    private void WriteRoot(WireValue root)
    {
        if (IsItem(root) && path.Count > 1)
        {
            // Alone in its list it would not be recognised as part of a notification.
            output.Write("{\"entry\":[]},"u8);
            WriteRaw(root);
        }
        else if (NotificationParts.IsEnvelope(root))
        {
            WriteObject(root, static member => member.Is("entry"u8) || Surroundings.Envelope.ListOf(member) is not null, WriteEntry);
        }
        else if (NotificationParts.IsBareChange(root))
        {
            WriteBareChange(root);
        }
        else if (NotificationParts.IsBareValue(root))
        {
            WriteValue(root, Fields.Of(Fields.NameOf(root["field"u8]), root));
        }
        else
        {
            WriteFrame(root, root, MessagesField.Flat, isFlat: true);
        }
    }

    private void WriteEntry(WireValue entry)
    {
        if (IsItem(entry))
        {
            WriteRaw(entry);
        }
        else if (BesideValue(entry["changes"u8].Items) is { } beside)
        {
            // First, so that it does not replace a member of the entry with the same name.
            output.Write("{"u8);
            WriteList(beside);
            output.Write(","u8);
            WriteMembers(entry, HoldsEvents);
            output.Write("}"u8);
        }
        else
        {
            WriteObject(entry, HoldsEvents, WriteChange);
        }

        static bool HoldsEvents(WireMember member) => Surroundings.Entry.ListOf(member) is not null || member.Is("changes"u8) || member.Is("changed_fields"u8);
    }

    private void WriteBareChange(WireValue change)
    {
        if (BesideValue(change.Items) is { } beside)
        {
            output.Write("{\"entry\":[{"u8);
            WriteList(beside);
            output.Write(",\"changes\":[]}]}"u8);
        }
        else
        {
            WriteChange(change);
        }
    }

    private void WriteList(WireMember member)
    {
        output.Write(member.RawUpToValue);
        WriteList(member.Value, WriteRaw);
    }

    /// <summary>
    /// Writes the member with the item, if that is in a change and not in its value. There the value would be included; next to the changes of the entry it is the same event.
    /// </summary>
    private WireMember? BesideValue(WireItems changes)
    {
        foreach (var change in changes)
        {
            foreach (var member in change.Members)
            {
                if (Holds(member.Value) && !member.Is("value"u8))
                {
                    return member;
                }
            }
        }

        return null;
    }

    private void WriteChange(WireValue change)
    {
        var name = Fields.NameOf(change["field"u8]);

        if (IsItem(change) && received.RawJson.IsEmpty && change.IsObject)
        {
            // A change without a value is an event too, and has no text of its own.
            output.Write("{"u8);
            WriteMembers(change, HoldsEvents);
            output.Write("}"u8);
        }
        else
        {
            WriteObject(change, HoldsEvents, value => WriteValue(value, Fields.Of(name, value)));
        }

        static bool HoldsEvents(WireMember member) => Surroundings.Change.ListOf(member) is not null;
    }

    private void WriteValue(WireValue value, Field field)
    {
        if (field.Frame is not { } name)
        {
            WriteFrame(value, value, field, isFlat: false);
        }
        else if (IsItem(value))
        {
            WriteRaw(value);
        }
        else
        {
            WriteFramed(value, field, name);
        }
    }

    /// <summary>Writes a value that has lists in a member and may have others next to it.</summary>
    private void WriteFramed(WireValue value, Field field, byte[] name)
    {
        FindContacts(value, value, field, isFlat: false);
        var separator = "{"u8;

        foreach (var member in value.Members)
        {
            output.Write(separator);
            separator = ","u8;
            output.Write(member.RawUpToValue);

            if (Holds(member.Value))
            {
                WriteList(member.Value, frame => WriteFrame(frame, value, field, isFlat: false));
            }
            else if (member.Is(name) && member.Value.IsObject)
            {
                output.Write("{"u8);
                WriteMembers(member.Value, inner => field.ListOf(inner) is not null);
                output.Write("}"u8);
            }
            else if (field.ListOf(member) is not null)
            {
                output.Write("[]"u8);
            }
            else
            {
                WriteRaw(member.Value);
            }
        }

        output.Write("}"u8);
    }

    private void WriteFrame(WireValue frame, WireValue value, Field field, bool isFlat)
    {
        FindContacts(frame, value, field, isFlat);
        WriteObject(frame, member => field.ListOf(member) is not null, WriteRaw);
    }

    /// <summary>Reads the item once more, to see which contacts are looked up: each field finds the users of its items in its own way.</summary>
    private void FindContacts(WireValue frame, WireValue value, Field field, bool isFlat)
    {
        foreach (var member in frame.Members)
        {
            if (Holds(member.Value) && field.ListOf(member) is { } list)
            {
                var change = new ChangeSource
                {
                    Body = new BodySource(text, phoneNumberId: null),
                    Account = received.Account,
                    Field = (received as FieldEvent)?.Field,
                    PhoneNumberId = received.PhoneNumberId,
                    DisplayPhoneNumber = received.DisplayPhoneNumber,
                    Contacts = contactsOf(field, value).NotingInto(own),
                    IsFlat = isFlat,
                };

                list.Read(change, item);
            }
        }
    }

    /// <summary>Writes, of a list, only the element that is the item or contains it.</summary>
    private void WriteList(WireValue list, Action<WireValue> write)
    {
        if (IsItem(list) || !list.IsArray)
        {
            write(list);
            return;
        }

        output.Write("["u8);
        write(path[path.FindIndex(step => step.Start == list.Start) + 1]);
        output.Write("]"u8);
    }

    /// <param name="value">The item, which is written unchanged, or an object on the path to it.</param>
    /// <param name="holdsEvents">Which of its other members are emptied.</param>
    /// <param name="write">Writes the member on the path.</param>
    private void WriteObject(WireValue value, Func<WireMember, bool> holdsEvents, Action<WireValue> write)
    {
        if (IsItem(value))
        {
            WriteRaw(value);
            return;
        }

        output.Write("{"u8);
        WriteMembers(value, holdsEvents, write);
        output.Write("}"u8);
    }

    /// <param name="value">An object.</param>
    /// <param name="holdsEvents">Which of its members are emptied.</param>
    /// <param name="write">Writes the member on the path to the item; null when the item is not in the object.</param>
    private void WriteMembers(WireValue value, Func<WireMember, bool> holdsEvents, Action<WireValue>? write = null)
    {
        var separator = default(ReadOnlySpan<byte>);

        foreach (var member in value.Members)
        {
            output.Write(separator);
            separator = ","u8;
            output.Write(member.RawUpToValue);

            if (write is not null && Holds(member.Value))
            {
                WriteList(member.Value, write);
            }
            else if (holdsEvents(member))
            {
                output.Write("[]"u8);
            }
            else if (member.Is("contacts"u8))
            {
                WriteContacts(member.Value);
            }
            else
            {
                WriteRaw(member.Value);
            }
        }
    }

    private void WriteContacts(WireValue contacts)
    {
        var end = contacts.Start + contacts.Raw.Length;
        var separator = default(ReadOnlySpan<byte>);
        output.Write("["u8);

        foreach (var (start, contact) in own)
        {
            if (start >= contacts.Start && start < end)
            {
                output.Write(separator);
                separator = ","u8;
                WriteRaw(contact);
            }
        }

        output.Write("]"u8);
    }

    private void WriteRaw(WireValue value) => output.Write(value.Raw);

    private bool IsItem(WireValue value) => value.Start == item.Start;

    private bool Holds(WireValue value) => value.Start <= item.Start && item.Start < value.Start + value.Raw.Length;
}
