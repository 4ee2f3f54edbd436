using System.Buffers.Binary;
using System.Text;
using System.Text.Json;

namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>Reads the records of one frame of the outcomes into what is known of them.</summary>
internal ref struct OutcomeReplay(ReadOnlySpan<byte> records)
{
    private readonly ReadOnlySpan<byte> records = records;
    private int at;

    /// <param name="state">What is known; changed.</param>
    /// <param name="settled">Takes the numbers of settled deliveries.</param>
    /// <param name="time">When the frame was written, in seconds of Unix time.</param>
    /// <param name="location">Where it stands.</param>
    /// <param name="withKeys">Whether the keys of settled events are still to be taken down.</param>
    /// <exception cref="InvalidDataException">The frame is whole, and yet cannot be understood.</exception>
    public void Into(OutcomeState state, Action<long> settled, uint time, LetterLocation location, bool withKeys)
    {
        while (at < records.Length)
        {
            var kind = (OutcomeKind)records[at++];

            switch (kind)
            {
                case OutcomeKind.EventStarted:
                    state.EventStarted(Event(), time);
                    break;
                case OutcomeKind.EventSettled:
                    state.EventSettled(Event(), withKeys ? time : null);
                    break;
                case OutcomeKind.DeliverySettled:
                    settled(Number());
                    break;
                case OutcomeKind.HandlerSucceeded:
                    state.HandlerSucceeded(Event(), Text());
                    break;
                case OutcomeKind.HandlerFailed:
                    state.HandlerFailed(Event(), Text(), new HandlerFailure((int)Number(), Time(), Time(), Time()));
                    break;
                case OutcomeKind.DeadLettered:
                    DeadLettered(state, location);
                    break;
                case OutcomeKind.DeadLetterRemoved:
                    state.DeadLetterRemoved(new Guid(Bytes(16), bigEndian: true));
                    at++;
                    break;
                default:
                    throw new InvalidDataException($"A record of the outcomes is of kind {(byte)kind}, which this program does not know.");
            }
        }
    }

    private void DeadLettered(OutcomeState state, LetterLocation location)
    {
        var jsonLength = (int)Number();
        var start = at;
        var letter = JsonSerializer.Deserialize(Bytes(jsonLength), DeadLetterJson.Default.DeadLetter)!;
        var bodyLength = (int)Number();
        state.DeadLettered(letter, location with { Start = start, JsonLength = jsonLength, BodyLength = bodyLength });
        at += bodyLength;
    }

    private EventId Event() => new(BinaryPrimitives.ReadUInt128LittleEndian(Bytes(16)));

    private long Number() => BinaryPrimitives.ReadInt64LittleEndian(Bytes(sizeof(long)));

    private DateTimeOffset Time() => new(Number(), TimeSpan.Zero);

    private string Text() => Encoding.UTF8.GetString(Bytes((int)Number()));

    private ReadOnlySpan<byte> Bytes(int count)
    {
        var bytes = records.Slice(at, count);
        at += count;
        return bytes;
    }
}
