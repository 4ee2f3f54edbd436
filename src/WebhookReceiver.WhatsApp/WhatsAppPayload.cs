using System.Text.Json;
using WebhookReceiver.WhatsApp.Json;
using WebhookReceiver.WhatsApp.Reading;

namespace WebhookReceiver.WhatsApp;

/// <summary>Reads the body of a webhook notification into events.</summary>
public static class WhatsAppPayload
{
    /// <summary>How deep a body may be nested; a deeper one becomes an <see cref="UnreadableDelivery"/>.</summary>
    public const int MaxDepth = 64;

    /// <summary>
    /// Reads every entry, change, message, status and error of <paramref name="body"/> into a separate event, in the order in which they
    /// appear. Whatever the body contains, nothing is thrown and nothing is dropped: what has no type becomes an <c>Unknown…</c> event,
    /// and a body without a readable notification becomes one <see cref="UnreadableDelivery"/>.
    /// </summary>
    /// <param name="body">The bytes as received. Events refer to them, so they must not change afterwards.</param>
    /// <param name="phoneNumberId">The business number to assume when the body names none.</param>
    /// <returns>The events. None for an empty notification, such as <c>"entry": []</c>.</returns>
    public static IReadOnlyList<WhatsAppEvent> Read(ReadOnlyMemory<byte> body, string? phoneNumberId = null)
    {
        using var events = Enumerate(body, phoneNumberId).GetEnumerator();

        if (!events.MoveNext())
        {
            return [];
        }

        var first = events.Current;

        if (!events.MoveNext())
        {
            return [first];
        }

        var all = new List<WhatsAppEvent> { first };

        do
        {
            all.Add(events.Current);
        }
        while (events.MoveNext());

        return all;
    }

    /// <summary>
    /// The events of <see cref="Read"/>, each created when it is requested. A list of two million zeros is two million events, and a hundred times the size
    /// of the body when all of them are in memory at once, so code that handles them one after another should use this method. A single event is still completely in memory,
    /// with every item inside it.
    /// </summary>
    /// <param name="body">The bytes as received. Events refer to them, so they must not change afterwards.</param>
    /// <param name="phoneNumberId">The business number to assume when the body names none.</param>
    /// <returns>
    /// The events. They may be enumerated any number of times, also concurrently; each enumeration parses the body again. Memory is held from the first event
    /// until the end or until the enumerator is disposed, which <c>foreach</c> does. The events stay valid afterwards.
    /// </returns>
    public static IEnumerable<WhatsAppEvent> Enumerate(ReadOnlyMemory<byte> body, string? phoneNumberId = null) => Enumerate(body, phoneNumberId, parsed: null);

    /// <param name="body">The bytes as received.</param>
    /// <param name="phoneNumberId">The business number to assume when the body names none.</param>
    /// <param name="parsed">The body, if it has been parsed before; it is not disposed. Null to parse it.</param>
    /// <param name="passedOver">
    /// Receives the names of members next to the events that are ignored, as <c>&lt;field&gt;.&lt;member&gt;</c>: they are not lists, and an event for each would make two of
    /// every message.
    /// </param>
    /// <param name="ahead">Lets the caller continue without the keys of the events; null when it never does.</param>
    internal static IEnumerable<WhatsAppEvent> Enumerate(
        ReadOnlyMemory<byte> body, string? phoneNumberId, WireDocument? parsed, Action<string>? passedOver = null, LookAhead? ahead = null)
    {
        var text = WithoutByteOrderMark(body);
        using var own = parsed is null ? TryParse(text) : null;
        var document = parsed ?? own;
        var parts = new NotificationParts(new BodySource(text, phoneNumberId, ahead), document?.Root ?? default);

        if (!parts.IsNotification)
        {
            yield return Unreadable(body);
            yield break;
        }

        while (parts.MoveNext())
        {
            var part = parts.Current;
            var isEmpty = true;

            for (var frame = 0; frame < part.Frames; frame++)
            {
                foreach (var member in part.Frame(frame).Members)
                {
                    if (part.Field.ListOf(member) is not { } list)
                    {
                        continue;
                    }

                    var change = part.Field.ChangeOf(list, member, part.Change);

                    if (list.IsWhole)
                    {
                        isEmpty = false;
                        yield return list.Read(change, member.Value);
                        continue;
                    }

                    var (before, read) = (default(WireValue), default(WhatsAppEvent));

                    foreach (var item in member.Value.Items)
                    {
                        isEmpty = false;

                        if (ahead is not { IsOn: true } || read is null || !LookAhead.AreOfOneConversation(before, item))
                        {
                            (before, read) = (item, list.Read(change, item));
                        }

                        yield return read;
                    }
                }
            }

            if (!isEmpty && passedOver is not null)
            {
                Report(part, passedOver);
            }

            // Nothing is dropped: what no list turned into an event is passed on as a whole.
            if (isEmpty && part.ReadWhole() is { } whole)
            {
                yield return whole;
            }
        }
    }

    /// <summary>
    /// The smallest notification that contains nothing but one event of <paramref name="body"/> and the contacts that it concerns: reading it yields that event and no
    /// other. An event without an identity of its own that follows equal ones in the body loses its number among them, and so gets the key of the first. Parses the body;
    /// for several events of one body use a <see cref="PayloadReading"/>.
    /// </summary>
    /// <param name="body">The body from which the event was read.</param>
    /// <param name="received">The event; it must refer to these very bytes.</param>
    internal static byte[] Isolate(ReadOnlyMemory<byte> body, WhatsAppEvent received)
    {
        using var reading = new PayloadReading(body);
        return reading.Isolate(received);
    }

    internal static WireDocument? TryParse(ReadOnlyMemory<byte> text)
    {
        try
        {
            return WireDocument.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static void Report(in NotificationPart part, Action<string> passedOver)
    {
        for (var frame = 0; frame < part.Frames; frame++)
        {
            foreach (var member in part.Frame(frame).Members)
            {
                if (part.Field.PassesOver(member))
                {
                    passedOver($"{part.Change.Field ?? part.Change.OtherProduct ?? FieldEvent.UnknownField}.{member.Name}");
                }
            }
        }
    }

    private static UnreadableDelivery Unreadable(ReadOnlyMemory<byte> body)
    {
        var identity = new EventIdentity(stackalloc byte[256], "unreadable");
        identity.AddBytes(body.Span);
        var change = new ChangeSource { Body = new BodySource(body, phoneNumberId: null) };
        return new UnreadableDelivery(new EventSource(change, default, body, identity.ToKey()));
    }

    internal static ReadOnlyMemory<byte> WithoutByteOrderMark(ReadOnlyMemory<byte> body) =>
        body.Span.StartsWith("\uFEFF"u8) ? body[3..] : body;
}
