using System.Buffers;
using System.Runtime.InteropServices;
using WebhookReceiver.WhatsApp.Json;

namespace WebhookReceiver.WhatsApp.Reading;

/// <summary>
/// Cuts one event out of a body: a notification that is read into this event and no other. The way from the root to the item stays, with all that stands
/// beside it and describes it, such as account, number and contacts; lists of other events are emptied.
/// </summary>
internal sealed class IsolatedEvent
{
    private readonly ArrayBufferWriter<byte> output = new();
    private readonly int start;
    private readonly bool withContacts;

    private IsolatedEvent(int start, bool withContacts)
    {
        this.start = start;
        this.withContacts = withContacts;
    }

    /// <param name="text">The body in which the event stands, from its first token on.</param>
    /// <param name="received">An event that was read from these very bytes.</param>
    public static byte[] Cut(ReadOnlyMemory<byte> text, WhatsAppEvent received)
    {
        var place = PlaceOf(text, received.RawJson);
        using var document = WireDocument.Parse(text);
        var whole = new IsolatedEvent(place, withContacts: true).Write(document.Root);

        // The only contact beside several messages belongs to none of them unless an id says so, but beside one it would be taken for that one's.
        return Equals(WhatsAppPayload.Read(whole)[0].User, received.User)
            ? whole
            : new IsolatedEvent(place, withContacts: false).Write(document.Root);
    }

    private static int PlaceOf(ReadOnlyMemory<byte> text, ReadOnlyMemory<byte> item)
    {
        if (MemoryMarshal.TryGetArray(text, out var all) && MemoryMarshal.TryGetArray(item, out var part) && ReferenceEquals(all.Array, part.Array)
            && part.Offset >= all.Offset && part.Offset + part.Count <= all.Offset + all.Count)
        {
            return part.Offset - all.Offset;
        }

        throw new ArgumentException("The event was not read from these bytes.", nameof(item));
    }

    private byte[] Write(WireValue root)
    {
        if (NotificationParts.HoldsEnvelope(root))
        {
            WriteList(root, WriteEnvelope);
        }
        else
        {
            WriteFrame(root, MessagesField.Flat);
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
            WriteFrame(value, field);
        }
        else
        {
            WriteObject(value, static _ => false, frame => WriteFrame(frame, field));
        }
    }

    private void WriteFrame(WireValue frame, Field field) => WriteObject(
        frame,
        member => field.ReaderOf(member) is not null || (!withContacts && member.Is("contacts"u8)),
        WriteRaw);

    /// <summary>Of a list only the element that is on the way to the item, or is it.</summary>
    private void WriteList(WireValue list, Action<WireValue> write)
    {
        if (IsItem(list) || !list.IsArray)
        {
            write(list);
            return;
        }

        output.Write("["u8);

        foreach (var element in list.Items)
        {
            if (Holds(element))
            {
                write(element);
            }
        }

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

            if (Holds(member.Value))
            {
                output.Write(member.RawUpToValue);
                WriteList(member.Value, write);
            }
            else if (holdsEvents(member))
            {
                output.Write(member.RawUpToValue);
                output.Write("[]"u8);
            }
            else
            {
                output.Write(member.RawUpToValue);
                WriteRaw(member.Value);
            }
        }

        output.Write("}"u8);
    }

    private void WriteRaw(WireValue value) => output.Write(value.Raw);

    private bool IsItem(WireValue value) => value.Start == start;

    private bool Holds(WireValue value) => value.Start <= start && start < value.Start + value.Raw.Length;
}
