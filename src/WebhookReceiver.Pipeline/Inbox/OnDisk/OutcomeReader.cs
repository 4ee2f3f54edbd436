using System.Buffers.Binary;
using System.Text;

namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>Decodes the records of one outcome frame, in sequence, as <see cref="OutcomeRecords"/> has encoded them.</summary>
internal ref struct OutcomeReader(ReadOnlySpan<byte> records)
{
    private readonly ReadOnlySpan<byte> records = records;
    private Dictionary<int, HandlerPlan>? plans;
    private int at;

    /// <returns>False at the end of the frame.</returns>
    /// <exception cref="InvalidDataException">The frame is intact but not understood.</exception>
    public bool TryRead(out OutcomeRecord record)
    {
        record = default;

        while (at < records.Length)
        {
            record.Kind = (OutcomeKind)records[at++];

            if (record.Kind is OutcomeKind.PlanDefined)
            {
                (plans ??= [])[(int)Number()] = new HandlerPlan(Planned(), Planned());
                continue;
            }

            record = Read(record.Kind);
            return true;
        }

        return false;
    }

    private OutcomeRecord Read(OutcomeKind kind)
    {
        var record = new OutcomeRecord { Kind = kind };

        switch (kind)
        {
            case OutcomeKind.EventStarted or OutcomeKind.AttemptSuspended or OutcomeKind.AttemptEnded or OutcomeKind.EventSettled:
                record.Event = Event();
                break;
            case OutcomeKind.EventBegun:
                record.Event = Event();
                record.Plan = PlanOf((int)Number());
                break;
            case OutcomeKind.HandlerWanted or OutcomeKind.HandlerNotWanted or OutcomeKind.HandlerSucceeded:
                record.Event = Event();
                record.Handler = Text();
                break;
            case OutcomeKind.HandlerFailed:
                record.Event = Event();
                record.Handler = Text();
                record.Failure = new HandlerFailure((int)Number(), Time(), Time(), Time());
                break;
            case OutcomeKind.ExceptionNoted:
                record.Event = Event();
                record.Handler = Text();
                record.ExceptionType = Text();
                break;
            case OutcomeKind.DeliverySettled:
                record.Delivery = Number();
                break;
            case OutcomeKind.DeadLettered:
                var length = (int)Number();
                record.DeadLetterStart = at;
                record.DeadLetterJson = Bytes(length);
                record.DeadLetterBodyLength = (int)Number();
                at += record.DeadLetterBodyLength;
                break;
            case OutcomeKind.DeadLetterRemoved:
                record.DeadLetter = new Guid(Bytes(16), bigEndian: true);
                record.Removal = (DeadLetterRemoval)Bytes(1)[0];
                break;
            case OutcomeKind.Clock:
                record.Clock = new ClockRecord(Number(), TimeSpan.FromTicks(Number()), Number(), Text());
                break;
            default:
                throw new InvalidDataException($"An outcome record has kind {(byte)kind}, which this program does not know.");
        }

        return record;
    }

    private readonly HandlerPlan PlanOf(int number) => plans is not null && plans.TryGetValue(number, out var plan)
        ? plan
        : throw new InvalidDataException($"An event refers to plan {number}, which its frame does not define.");

    private PlannedHandler[] Planned()
    {
        var count = (int)Number();
        var handlers = new List<PlannedHandler>();

        while (handlers.Count < count)
        {
            handlers.Add(new PlannedHandler(Text(), Number() is not 0));
        }

        return [.. handlers];
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
