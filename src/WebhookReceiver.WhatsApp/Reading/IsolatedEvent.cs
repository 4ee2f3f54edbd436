using System.Buffers;
using WebhookReceiver.WhatsApp.Json;

namespace WebhookReceiver.WhatsApp.Reading;

/// <summary>
/// One event cut out of a body: a notification that is read into this event and no other. The way from the root to the item stays, with all that stands
/// beside it and describes it, such as account and number, and of the contacts those that the event is about; lists of other events are emptied.
/// </summary>
/// <param name="text">The body, from its first token on.</param>
/// <param name="path">The way from the root of the body to the item, both included.</param>
/// <param name="received">The event that was read from the item.</param>
/// <param name="contactsOf">The contacts of a value that is read as a field.</param>
internal sealed class IsolatedEvent(ReadOnlyMemory<byte> text, List<WireValue> path, WhatsAppEvent received, Func<Field, WireValue, ContactBook> contactsOf)
{
    private readonly ArrayBufferWriter<byte> output = new();
    private readonly WireValue item = path[^1];

    /// <summary>The contacts that the event is about, by their place in the body.</summary>
    private readonly SortedDictionary<int, WireValue> own = [];

    public byte[] Write()
    {
        var root = path[0];

        if (NotificationParts.HoldsEnvelope(root))
        {
            WriteList(root, WriteEnvelope);
        }
        else
        {
            WriteFrame(root, root, MessagesField.Flat, isFlat: true);
        }

        return output.WrittenSpan.ToArray();
    }

    private void WriteEnvelope(WireValue envelope)
    {
        if (IsItem(envelope))
        {
            // Alone in its list it would not be known for a part of a notification.
            output.Write("{\"entry\":[]},"u8);
        }

        WriteObject(envelope, static member => member.Is("entry"u8), WriteEntry);
    }

    private void WriteEntry(WireValue entry) =>
        WriteObject(entry, static member => member.Is("changes"u8) || member.Is("changed_fields"u8), WriteChange);

    private void WriteChange(WireValue change)
    {
        var name = Fields.NameOf(change["field"u8]);

        WriteObject(change, static _ => false, value => WriteValue(value, Fields.Of(name, value)));
    }

    private void WriteValue(WireValue value, Field field)
    {
        if (field.Frame is null)
        {
            WriteFrame(value, value, field, isFlat: false);
        }
        else
        {
            WriteObject(value, static _ => false, frame => WriteFrame(frame, value, field, isFlat: false));
        }
    }

    private void WriteFrame(WireValue frame, WireValue value, Field field, bool isFlat)
    {
        FindContacts(frame, value, field, isFlat);
        WriteObject(frame, member => field.ReaderOf(member) is not null, WriteRaw);
    }

    /// <summary>Reads the item once more, to see which contacts are asked for: each field has its own way to find whom an item is about.</summary>
    private void FindContacts(WireValue frame, WireValue value, Field field, bool isFlat)
    {
        foreach (var member in frame.Members)
        {
            if (Holds(member.Value) && field.ReaderOf(member) is { } read)
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

                read(change, item);
            }
        }
    }

    /// <summary>Of a list only the element that is on the way to the item, or is it.</summary>
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

    /// <param name="value">The item, which is written as it is, or an object on the way to it.</param>
    /// <param name="holdsEvents">Which of its other members are emptied.</param>
    /// <param name="write">Writes what is on the way.</param>
    private void WriteObject(WireValue value, Func<WireMember, bool> holdsEvents, Action<WireValue> write)
    {
        if (IsItem(value))
        {
            WriteRaw(value);
            return;
        }

        var separator = "{"u8;

        foreach (var member in value.Members)
        {
            output.Write(separator);
            separator = ","u8;
            output.Write(member.RawUpToValue);

            if (Holds(member.Value))
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

        output.Write("}"u8);
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
