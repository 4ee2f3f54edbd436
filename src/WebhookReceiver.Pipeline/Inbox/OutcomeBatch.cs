using System.Runtime.InteropServices;
using WebhookReceiver.Deliveries;

namespace WebhookReceiver.Inbox;

/// <summary>Outcomes that are recorded together, in order. Batches are pooled, so that an event does not allocate one. Used by one thread at a time.</summary>
internal sealed class OutcomeBatch : IOutcomeSink
{
    /// <summary>A batch that has grown beyond this is not pooled.</summary>
    private const int MostKept = 64;

    [ThreadStatic]
    private static OutcomeBatch? spare;

    private readonly List<Entry> entries = [];

    private enum Kind
    {
        AttemptSuspended,
        AttemptEnded,
        HandlerWanted,
        HandlerNotWanted,
        HandlerSucceeded,
        HandlerFailed,
        DeadLettered,
        DeadLetterRemoved,
        EventSettled,
        DeliverySettled,
        DeliveryLost,
    }

    /// <summary>The slot of the conversation that its events belong to.</summary>
    public byte Slot { get; set; }

    /// <summary>An empty batch, owned by the caller until it is passed to <see cref="Return"/>.</summary>
    public static OutcomeBatch Rent()
    {
        var batch = spare ?? new OutcomeBatch();
        spare = null;
        batch.Slot = 0;
        return batch;
    }

    /// <summary>Returns a batch that is no longer needed.</summary>
    public static void Return(OutcomeBatch batch)
    {
        if (batch.entries.Count <= MostKept)
        {
            batch.entries.Clear();
            spare = batch;
        }
    }

    /// <summary>Whether a dead letter is among them.</summary>
    public bool HasDeadLetters => entries.Exists(static entry => entry.Kind is Kind.DeadLettered);

    /// <summary>Removes the dead letters among them as erased, and takes out of them what a person wrote or is known by.</summary>
    public void EraseDeadLetters()
    {
        for (var index = entries.Count - 1; index >= 0; index--)
        {
            if (entries[index] is { Kind: Kind.DeadLettered, DeadLetter: { } letter } entry)
            {
                entries[index] = entry with { DeadLetter = letter with { Conversation = null, ExceptionMessage = null }, Body = default };
                DeadLetterRemoved(letter.Id, DeadLetterRemoval.Erased);
            }
        }
    }

    public void AttemptSuspended(EventId id) => entries.Add(new Entry(Kind.AttemptSuspended) { Id = id });

    public void AttemptEnded(EventId id) => entries.Add(new Entry(Kind.AttemptEnded) { Id = id });

    public void HandlerWanted(EventId id, string handler) => entries.Add(new Entry(Kind.HandlerWanted) { Id = id, Handler = handler });

    public void HandlerNotWanted(EventId id, string handler) => entries.Add(new Entry(Kind.HandlerNotWanted) { Id = id, Handler = handler });

    public void HandlerSucceeded(EventId id, string handler) => entries.Add(new Entry(Kind.HandlerSucceeded) { Id = id, Handler = handler });

    public void HandlerFailed(EventId id, string handler, HandlerFailure failure, string? exceptionType = null) =>
        entries.Add(new Entry(Kind.HandlerFailed) { Id = id, Handler = handler, Failure = failure, ExceptionType = exceptionType });

    public void DeadLettered(DeadLetter deadLetter, ReadOnlyMemory<byte> body) =>
        entries.Add(new Entry(Kind.DeadLettered) { DeadLetter = deadLetter, Body = body });

    public void DeadLetterRemoved(Guid deadLetter, DeadLetterRemoval why) =>
        entries.Add(new Entry(Kind.DeadLetterRemoved) { DeadLetterId = deadLetter, Removal = why });

    public void EventSettled(EventId id) => entries.Add(new Entry(Kind.EventSettled) { Id = id });

    public void DeliverySettled(DeliveryPosition position) => entries.Add(new Entry(Kind.DeliverySettled) { Position = position });

    public void DeliveryLost(DeliveryPosition position) => entries.Add(new Entry(Kind.DeliveryLost) { Position = position });

    /// <summary>Passes the outcomes to another sink, one by one.</summary>
    public void CopyTo(IOutcomeSink sink)
    {
        foreach (ref readonly var entry in CollectionsMarshal.AsSpan(entries))
        {
            entry.CopyTo(sink);
        }
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Entry(Kind Kind)
    {
        public EventId Id { get; init; }

        public string? Handler { get; init; }

        public HandlerFailure Failure { get; init; }

        public string? ExceptionType { get; init; }

        public DeadLetter? DeadLetter { get; init; }

        public ReadOnlyMemory<byte> Body { get; init; }

        public Guid DeadLetterId { get; init; }

        public DeadLetterRemoval Removal { get; init; }

        public DeliveryPosition Position { get; init; }

        public void CopyTo(IOutcomeSink sink)
        {
            switch (Kind)
            {
                case Kind.AttemptSuspended:
                    sink.AttemptSuspended(Id);
                    break;
                case Kind.AttemptEnded:
                    sink.AttemptEnded(Id);
                    break;
                case Kind.HandlerWanted:
                    sink.HandlerWanted(Id, Handler!);
                    break;
                case Kind.HandlerNotWanted:
                    sink.HandlerNotWanted(Id, Handler!);
                    break;
                case Kind.HandlerSucceeded:
                    sink.HandlerSucceeded(Id, Handler!);
                    break;
                case Kind.HandlerFailed:
                    sink.HandlerFailed(Id, Handler!, Failure, ExceptionType);
                    break;
                case Kind.DeadLettered:
                    sink.DeadLettered(DeadLetter!, Body);
                    break;
                case Kind.DeadLetterRemoved:
                    sink.DeadLetterRemoved(DeadLetterId, Removal);
                    break;
                case Kind.EventSettled:
                    sink.EventSettled(Id);
                    break;
                case Kind.DeliverySettled:
                    sink.DeliverySettled(Position);
                    break;
                default:
                    sink.DeliveryLost(Position);
                    break;
            }
        }
    }
}
