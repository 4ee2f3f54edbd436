using System.Buffers.Binary;
using System.Text;

namespace WebhookReceiver.Tests.Operating.Telemetry;

/// <summary>A protobuf message, read without its schema: the fields by number, as far as OTLP needs them.</summary>
internal sealed class WireMessage
{
    private readonly List<(int Number, ulong Value, ReadOnlyMemory<byte> Bytes)> fields = [];

    public WireMessage(ReadOnlyMemory<byte> bytes)
    {
        var place = 0;

        while (place < bytes.Length)
        {
            var tag = Varint(bytes.Span, ref place);
            var number = (int)(tag >> 3);

            switch (tag & 7)
            {
                case 0:
                    fields.Add((number, Varint(bytes.Span, ref place), default));
                    break;
                case 1:
                    fields.Add((number, BinaryPrimitives.ReadUInt64LittleEndian(bytes.Span[place..]), default));
                    place += 8;
                    break;
                case 2:
                    var length = (int)Varint(bytes.Span, ref place);
                    fields.Add((number, 0, bytes.Slice(place, length)));
                    place += length;
                    break;
                case 5:
                    fields.Add((number, BinaryPrimitives.ReadUInt32LittleEndian(bytes.Span[place..]), default));
                    place += 4;
                    break;
                default:
                    throw new InvalidDataException($"Wire type {tag & 7}.");
            }
        }
    }

    public IEnumerable<WireMessage> Messages(int number) => fields.Where(field => field.Number == number).Select(static field => new WireMessage(field.Bytes));

    public string Text(int number) => Encoding.UTF8.GetString(Bytes(number).Span);

    /// <summary>An id in hexadecimal; empty when there is none.</summary>
    public string Id(int number) => Convert.ToHexStringLower(Bytes(number).Span);

    public long Number(int number) => (long)fields.LastOrDefault(field => field.Number == number).Value;

    /// <summary>A list of pairs of a key and a value, each value as text.</summary>
    public IReadOnlyDictionary<string, string> Pairs(int number)
    {
        var pairs = new Dictionary<string, string>(StringComparer.Ordinal);

        foreach (var pair in Messages(number))
        {
            pairs[pair.Text(1)] = pair.Messages(2).Select(static value => value.Value).FirstOrDefault(string.Empty);
        }

        return pairs;
    }

    /// <summary>This message as a value of any type: a text, a boolean or a whole number; others are of no interest.</summary>
    public string Value => fields switch
    {
        [{ Number: 1 }] => Text(1),
        [{ Number: 2, Value: var boolean }] => boolean is 1 ? "true" : "false",
        [{ Number: 3, Value: var number }] => $"{(long)number}",
        _ => string.Empty,
    };

    private ReadOnlyMemory<byte> Bytes(int number) => fields.LastOrDefault(field => field.Number == number).Bytes;

    private static ulong Varint(ReadOnlySpan<byte> bytes, ref int place)
    {
        var value = 0UL;

        for (var shift = 0; ; shift += 7)
        {
            var next = bytes[place++];
            value |= (ulong)(next & 0x7f) << shift;

            if (next < 0x80)
            {
                return value;
            }
        }
    }
}
