using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using System.Text.Json;

namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>Writes records of outcomes one behind the other; <see cref="OutcomeReplay"/> reads them.</summary>
internal sealed class OutcomeRecords
{
    private readonly ArrayBufferWriter<byte> bytes = new(4096);
    private readonly List<WrittenLetter> letters = [];

    public ReadOnlySpan<byte> Written => bytes.WrittenSpan;

    public bool IsEmpty => bytes.WrittenCount is 0;

    /// <summary>Where the dead letters stand in it.</summary>
    public IReadOnlyList<WrittenLetter> Letters => letters;

    public void Clear()
    {
        bytes.ResetWrittenCount();
        letters.Clear();
    }

    /// <summary>Takes over the records of another.</summary>
    public void Append(OutcomeRecords others)
    {
        foreach (var letter in others.letters)
        {
            letters.Add(letter with { Start = bytes.WrittenCount + letter.Start });
        }

        bytes.Write(others.Written);
    }

    public void Event(OutcomeKind kind, EventId id)
    {
        var place = bytes.GetSpan(17);
        place[0] = (byte)kind;
        BinaryPrimitives.WriteUInt128LittleEndian(place[1..], id.Value);
        bytes.Advance(17);
    }

    public void DeliverySettled(long sequence)
    {
        var place = bytes.GetSpan(9);
        place[0] = (byte)OutcomeKind.DeliverySettled;
        BinaryPrimitives.WriteInt64LittleEndian(place[1..], sequence);
        bytes.Advance(9);
    }

    public void HandlerSucceeded(EventId id, string handler)
    {
        Event(OutcomeKind.HandlerSucceeded, id);
        Text(handler);
    }

    public void HandlerFailed(EventId id, string handler, HandlerFailure failure)
    {
        Event(OutcomeKind.HandlerFailed, id);
        Text(handler);
        Number(failure.Attempts);
        Number(failure.FirstAt.UtcTicks);
        Number(failure.At.UtcTicks);
        Number(failure.DueAt.UtcTicks);
    }

    public void DeadLettered(DeadLetter letter, ReadOnlySpan<byte> body, long version) =>
        DeadLettered(letter.Id, JsonSerializer.SerializeToUtf8Bytes(letter, DeadLetterJson.Default.DeadLetter), body, version);

    /// <param name="id">The dead letter.</param>
    /// <param name="json">All else of it, as it stands on disk.</param>
    /// <param name="body">The notification with its event.</param>
    /// <param name="version">Tells this state of it from earlier and later ones; see <see cref="OutcomeState"/>.</param>
    public void DeadLettered(Guid id, ReadOnlySpan<byte> json, ReadOnlySpan<byte> body, long version)
    {
        Kind(OutcomeKind.DeadLettered);
        Number(json.Length);
        letters.Add(new WrittenLetter(id, version, bytes.WrittenCount, json.Length, body.Length));
        bytes.Write(json);
        Number(body.Length);
        bytes.Write(body);
    }

    public void DeadLetterRemoved(Guid letter, DeadLetterRemoval why)
    {
        Kind(OutcomeKind.DeadLetterRemoved);
        letter.TryWriteBytes(bytes.GetSpan(16), bigEndian: true, out _);
        bytes.Advance(16);
        bytes.Write([(byte)why]);
    }

    private void Kind(OutcomeKind kind) => bytes.Write([(byte)kind]);

    private void Number(long number)
    {
        BinaryPrimitives.WriteInt64LittleEndian(bytes.GetSpan(sizeof(long)), number);
        bytes.Advance(sizeof(long));
    }

    private void Text(string text)
    {
        Number(Encoding.UTF8.GetByteCount(text));
        bytes.Advance(Encoding.UTF8.GetBytes(text, bytes.GetSpan(Encoding.UTF8.GetMaxByteCount(text.Length))));
    }
}
