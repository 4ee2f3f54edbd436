using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using WebhookReceiver.Deliveries;
using WebhookReceiver.Journal;

namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>
/// A delivery as the body of a frame: its id, endpoint and business number, then the received bytes. Where its POST was traced, the frame has another kind and begins with the trace context.
/// </summary>
internal static class DeliveryFrame
{
    public const byte Kind = 1;

    /// <summary>A delivery with its trace context. Only a segment of <see cref="TracedVersion"/> may contain it: an earlier version of the program would take it for damage.</summary>
    public const byte TracedKind = 2;

    public const int TracedVersion = 3;

    /// <summary>The length of an empty delivery's frame body.</summary>
    public const int SmallestLength = IdSize + (2 * sizeof(ushort));

    private const int IdSize = 16;
    private const ushort None = ushort.MaxValue;

    public static byte KindOf(Delivery delivery) => delivery.Trace is null ? Kind : TracedKind;

    public static int Length(Delivery delivery) =>
        (delivery.Trace is null ? 0 : DeliveryTrace.Size) + IdSize + TextLength(delivery.Endpoint) + TextLength(delivery.PhoneNumberId) + delivery.Body.Length;

    public static void Write(Delivery delivery, Span<byte> place)
    {
        if (delivery.Trace is { } trace)
        {
            trace.Write(place);
            place = place[DeliveryTrace.Size..];
        }

        delivery.Id.TryWriteBytes(place, bigEndian: true, out _);
        place = WriteText(place[IdSize..], delivery.Endpoint);
        place = WriteText(place, delivery.PhoneNumberId);
        delivery.Body.Span.CopyTo(place);
    }

    /// <exception cref="InvalidDataException">The frame is intact but not a delivery: an unknown version of the program wrote it.</exception>
    public static Delivery Read(in Frame frame)
    {
        var bytes = frame.Body;
        var traced = frame.Header.Kind is TracedKind ? DeliveryTrace.Size : 0;

        if (frame.Header.Kind is not (Kind or TracedKind) || bytes.Length < traced + IdSize)
        {
            throw new InvalidDataException($"Frame {frame.Header.Sequence} has kind {frame.Header.Kind}, which is not a delivery.");
        }

        var trace = traced > 0 ? DeliveryTrace.Read(bytes[..traced]) : null;
        bytes = bytes[traced..];

        var id = new Guid(bytes[..IdSize], bigEndian: true);
        bytes = ReadText(bytes[IdSize..], out var endpoint);
        bytes = ReadText(bytes, out var phoneNumberId);

        return Delivery.Restored(
            id,
            endpoint ?? string.Empty,
            bytes.ToArray(),
            DateTimeOffset.FromUnixTimeMilliseconds(frame.Header.Time),
            phoneNumberId,
            new DeliveryPosition(frame.Header.Sequence, frame.Offset),
            trace: trace);
    }

    /// <returns>False when the frame is intact but not a delivery.</returns>
    public static bool TryRead(in Frame frame, [NotNullWhen(true)] out Delivery? delivery)
    {
        try
        {
            delivery = Read(frame);
            return true;
        }
        catch (Exception exception) when (exception is InvalidDataException or ArgumentOutOfRangeException)
        {
            delivery = null;
            return false;
        }
    }

    private static int TextLength(string? text) => sizeof(ushort) + (text is null ? 0 : Encoding.UTF8.GetByteCount(text));

    private static Span<byte> WriteText(Span<byte> place, string? text)
    {
        if (text is null)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(place, None);
            return place[sizeof(ushort)..];
        }

        var length = Encoding.UTF8.GetBytes(text, place[sizeof(ushort)..]);
        BinaryPrimitives.WriteUInt16LittleEndian(place, checked((ushort)length));
        return place[(sizeof(ushort) + length)..];
    }

    private static ReadOnlySpan<byte> ReadText(ReadOnlySpan<byte> bytes, out string? text)
    {
        var length = BinaryPrimitives.ReadUInt16LittleEndian(bytes);
        bytes = bytes[sizeof(ushort)..];

        if (length is None)
        {
            text = null;
            return bytes;
        }

        text = Encoding.UTF8.GetString(bytes[..length]);
        return bytes[length..];
    }
}
