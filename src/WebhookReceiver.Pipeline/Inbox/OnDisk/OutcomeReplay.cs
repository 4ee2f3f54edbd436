using System.Buffers.Binary;
using System.Text;
using System.Text.Json;

namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>Replays the records of one outcome frame into the state.</summary>
internal ref struct OutcomeReplay(ReadOnlySpan<byte> records)
{
    private readonly ReadOnlySpan<byte> records = records;
    private Dictionary<int, HandlerPlan>? plans;
    private int at;

    /// <param name="state">The state, which is updated.</param>
    /// <param name="settled">Receives the numbers of settled deliveries.</param>
    /// <param name="writtenAt">When the frame was written, in milliseconds of inbox time.</param>
    /// <param name="location">The location of the frame.</param>
    /// <param name="withKeys">Whether to record the keys of settled events.</param>
    /// <exception cref="InvalidDataException">The frame is intact but not understood.</exception>
    public void Into(OutcomeState state, Action<long> settled, long writtenAt, DeadLetterLocation location, bool withKeys)
    {
        var time = InboxClock.SecondsOf(writtenAt);

        while (at < records.Length)
        {
            var kind = (OutcomeKind)records[at++];

            switch (kind)
            {
                case OutcomeKind.EventStarted:
                    state.OpenAgain(Event(), time).Begun(plan: null);
                    break;
                case OutcomeKind.PlanDefined:
                    (plans ??= [])[(int)Number()] = new HandlerPlan(Planned(), Planned());
                    break;
                case OutcomeKind.EventBegun:
                    var begun = state.OpenAgain(Event(), time);
                    begun.Begun(PlanOf((int)Number()));
                    break;
                case OutcomeKind.AttemptSuspended:
                    state.AttemptSuspended(Event());
                    break;
                case OutcomeKind.AttemptEnded:
                    state.AttemptEnded(Event());
                    break;
                case OutcomeKind.HandlerWanted:
                    state.HandlerWanted(Event(), Text());
                    break;
                case OutcomeKind.HandlerNotWanted:
                    state.HandlerNotWanted(Event(), Text());
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
                    DeadLettered(state, location, writtenAt);
                    break;
                case OutcomeKind.DeadLetterRemoved:
                    state.DeadLetterRemoved(new Guid(Bytes(16), bigEndian: true));
                    at++;
                    break;
                case OutcomeKind.Clock:
                    state.Clock = new ClockRecord(Number(), TimeSpan.FromTicks(Number()), Number(), Text());
                    break;
                default:
                    throw new InvalidDataException($"An outcome record has kind {(byte)kind}, which this program does not know.");
            }
        }
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

    private void DeadLettered(OutcomeState state, DeadLetterLocation location, long writtenAt)
    {
        var jsonLength = (int)Number();
        var start = at;
        var deadLetter = JsonSerializer.Deserialize(Bytes(jsonLength), DeadLetterJson.Default.DeadLetter)!;
        var bodyLength = (int)Number();
        deadLetter = deadLetter.KeptSince is null ? deadLetter with { KeptSince = writtenAt } : deadLetter;
        state.DeadLettered(deadLetter, location with { Start = start, JsonLength = jsonLength, BodyLength = bodyLength });
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
