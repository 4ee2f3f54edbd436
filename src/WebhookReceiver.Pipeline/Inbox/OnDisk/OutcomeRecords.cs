using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>
/// Encodes outcome records in sequence; <see cref="OutcomeReplay"/> decodes them. A record is written completely or not at all, even when memory runs out: half
/// a record would make the rest of its frame unreadable.
/// </summary>
internal sealed class OutcomeRecords
{
    private const int EventSize = 1 + 16;

    private readonly Dictionary<HandlerPlan, int> plans = [];
    private readonly ArrayBufferWriter<byte> bytes = new(4096);
    private readonly ArrayBufferWriter<byte> notes = new();
    private readonly List<WrittenDeadLetter> deadLetters = [];

    /// <summary>Their length in bytes.</summary>
    public int Length => bytes.WrittenCount + notes.WrittenCount;

    public bool IsEmpty => bytes.WrittenCount is 0;

    /// <summary>The highest delivery number that they record as settled; 0 when there is none.</summary>
    public long LastDelivery { get; private set; }

    /// <summary>The locations of the dead letters in it.</summary>
    public IReadOnlyList<WrittenDeadLetter> DeadLetters => deadLetters;

    public void Clear()
    {
        bytes.ResetWrittenCount();
        notes.ResetWrittenCount();
        deadLetters.Clear();
        plans.Clear();
        LastDelivery = 0;
    }

    /// <summary>Appends the records of another instance.</summary>
    public void Append(OutcomeRecords others)
    {
        foreach (var deadLetter in others.deadLetters)
        {
            deadLetters.Add(deadLetter with { Start = bytes.WrittenCount + deadLetter.Start });
        }

        bytes.Write(others.bytes.WrittenSpan);
        notes.Write(others.notes.WrittenSpan);
        LastDelivery = Math.Max(LastDelivery, others.LastDelivery);

        // The appended records number plans separately; later records must not refer to those numbers.
        plans.Clear();
    }

    /// <summary>Writes them into a frame, with the notes at its end.</summary>
    public void CopyTo(Span<byte> place)
    {
        bytes.WrittenSpan.CopyTo(place);
        notes.WrittenSpan.CopyTo(place[bytes.WrittenCount..]);
    }

    public void Event(OutcomeKind kind, EventId id)
    {
        Event(bytes.GetSpan(EventSize), kind, id);
        bytes.Advance(EventSize);
    }

    public void DeliverySettled(long sequence)
    {
        var place = bytes.GetSpan(9);
        place[0] = (byte)OutcomeKind.DeliverySettled;
        BinaryPrimitives.WriteInt64LittleEndian(place[1..], sequence);
        bytes.Advance(9);
        LastDelivery = Math.Max(LastDelivery, sequence);
    }

    /// <summary>An attempt, with its handlers by plan number. Each frame is read independently, so it defines the plans it refers to.</summary>
    public void EventBegun(EventId id, HandlerPlan plan)
    {
        if (!plans.TryGetValue(plan, out var number))
        {
            number = plans.Count;
            Define(number, plan);
            plans.Add(plan, number);
        }

        var place = bytes.GetSpan(EventSize + sizeof(long));
        Event(place, OutcomeKind.EventBegun, id);
        BinaryPrimitives.WriteInt64LittleEndian(place[EventSize..], number);
        bytes.Advance(EventSize + sizeof(long));
    }

    public void Handler(OutcomeKind kind, EventId id, string handler)
    {
        var place = bytes.GetSpan(EventSize + TextSize(handler));
        Event(place, kind, id);
        bytes.Advance(EventSize + Text(place[EventSize..], handler));
    }

    public void HandlerFailed(EventId id, string handler, HandlerFailure failure)
    {
        var place = bytes.GetSpan(EventSize + TextSize(handler) + (4 * sizeof(long)));
        Event(place, OutcomeKind.HandlerFailed, id);
        var length = EventSize + Text(place[EventSize..], handler);

        foreach (var number in (ReadOnlySpan<long>)[failure.Attempts, failure.FirstAt.UtcTicks, failure.At.UtcTicks, failure.DueAt.UtcTicks])
        {
            BinaryPrimitives.WriteInt64LittleEndian(place[length..], number);
            length += sizeof(long);
        }

        bytes.Advance(length);
    }

    /// <summary>The type of a failed call's exception: see <see cref="OutcomeKind.ExceptionNoted"/>.</summary>
    public void ExceptionNoted(EventId id, string handler, string exceptionType)
    {
        var place = notes.GetSpan(EventSize + TextSize(handler) + TextSize(exceptionType));
        Event(place, OutcomeKind.ExceptionNoted, id);
        var length = EventSize + Text(place[EventSize..], handler);
        notes.Advance(length + Text(place[length..], exceptionType));
    }

    /// <param name="id">The dead letter.</param>
    /// <param name="json">Its remaining data, as stored on disk.</param>
    /// <param name="body">The notification with its event.</param>
    /// <param name="version">Distinguishes this state of it from earlier and later ones; see <see cref="OutcomeState"/>.</param>
    public void DeadLettered(Guid id, ReadOnlySpan<byte> json, ReadOnlySpan<byte> body, long version)
    {
        var length = 1 + sizeof(long) + json.Length + sizeof(long) + body.Length;
        var place = bytes.GetSpan(length);
        place[0] = (byte)OutcomeKind.DeadLettered;
        BinaryPrimitives.WriteInt64LittleEndian(place[1..], json.Length);
        place = place[(1 + sizeof(long))..];
        json.CopyTo(place);
        BinaryPrimitives.WriteInt64LittleEndian(place[json.Length..], body.Length);
        body.CopyTo(place[(json.Length + sizeof(long))..]);
        deadLetters.Add(new WrittenDeadLetter(id, version, bytes.WrittenCount + 1 + sizeof(long), json.Length, body.Length));
        bytes.Advance(length);
    }

    public void DeadLetterRemoved(Guid deadLetter, DeadLetterRemoval why)
    {
        Kind(OutcomeKind.DeadLetterRemoved);
        deadLetter.TryWriteBytes(bytes.GetSpan(16), bigEndian: true, out _);
        bytes.Advance(16);
        bytes.Write([(byte)why]);
    }

    public void Clock(ClockRecord record)
    {
        var place = bytes.GetSpan(1 + (3 * sizeof(long)) + TextSize(record.Boot));
        place[0] = (byte)OutcomeKind.Clock;
        BinaryPrimitives.WriteInt64LittleEndian(place[1..], record.Time);
        BinaryPrimitives.WriteInt64LittleEndian(place[9..], record.Monotonic.Ticks);
        BinaryPrimitives.WriteInt64LittleEndian(place[17..], record.Wall);
        bytes.Advance(25 + Text(place[25..], record.Boot));
    }

    private void Kind(OutcomeKind kind) => bytes.Write([(byte)kind]);

    private void Number(long number)
    {
        BinaryPrimitives.WriteInt64LittleEndian(bytes.GetSpan(sizeof(long)), number);
        bytes.Advance(sizeof(long));
    }

    private void Define(int number, HandlerPlan plan)
    {
        var all = plan.Handlers.Concat(plan.Fallbacks).ToList();
        var place = bytes.GetSpan(1 + (3 * sizeof(long)) + all.Sum(static handler => TextSize(handler.Name) + sizeof(long)));
        place[0] = (byte)OutcomeKind.PlanDefined;
        BinaryPrimitives.WriteInt64LittleEndian(place[1..], number);
        var length = 1 + sizeof(long);

        foreach (var handlers in (ReadOnlySpan<PlannedHandler[]>)[plan.Handlers, plan.Fallbacks])
        {
            BinaryPrimitives.WriteInt64LittleEndian(place[length..], handlers.Length);
            length += sizeof(long);

            foreach (var handler in handlers)
            {
                length += Text(place[length..], handler.Name);
                BinaryPrimitives.WriteInt64LittleEndian(place[length..], handler.IsConditional ? 1 : 0);
                length += sizeof(long);
            }
        }

        bytes.Advance(length);
    }

    private static void Event(Span<byte> place, OutcomeKind kind, EventId id)
    {
        place[0] = (byte)kind;
        BinaryPrimitives.WriteUInt128LittleEndian(place[1..], id.Value);
    }

    private static int TextSize(string text) => sizeof(long) + Encoding.UTF8.GetMaxByteCount(text.Length);

    private static int Text(Span<byte> place, string text)
    {
        var length = Encoding.UTF8.GetBytes(text, place[sizeof(long)..]);
        BinaryPrimitives.WriteInt64LittleEndian(place, length);
        return sizeof(long) + length;
    }
}
