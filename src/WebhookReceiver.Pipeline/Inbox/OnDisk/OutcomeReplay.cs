namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>Replays the records of one outcome frame into the state.</summary>
internal ref struct OutcomeReplay(ReadOnlySpan<byte> records)
{
    private OutcomeReader reader = new(records);

    /// <param name="state">The state, which is updated.</param>
    /// <param name="settled">Receives the numbers of settled deliveries.</param>
    /// <param name="writtenAt">When the frame was written, in milliseconds of inbox time.</param>
    /// <param name="location">The location of the frame.</param>
    /// <param name="withKeys">Whether to record the keys of settled events.</param>
    /// <exception cref="InvalidDataException">The frame is intact but not understood.</exception>
    public void Into(OutcomeState state, Action<long> settled, long writtenAt, DeadLetterLocation location, bool withKeys)
    {
        var time = InboxClock.SecondsOf(writtenAt);

        while (reader.TryRead(out var record))
        {
            switch (record.Kind)
            {
                case OutcomeKind.EventStarted or OutcomeKind.EventBegun:
                    state.OpenAgain(record.Event, time).Begun(record.Plan);
                    break;
                case OutcomeKind.AttemptSuspended:
                    state.AttemptSuspended(record.Event);
                    break;
                case OutcomeKind.AttemptEnded:
                    state.AttemptEnded(record.Event);
                    break;
                case OutcomeKind.HandlerWanted:
                    state.HandlerWanted(record.Event, record.Handler!);
                    break;
                case OutcomeKind.HandlerNotWanted:
                    state.HandlerNotWanted(record.Event, record.Handler!);
                    break;
                case OutcomeKind.EventSettled:
                    state.EventSettled(record.Event, withKeys ? time : null);
                    break;
                case OutcomeKind.DeliverySettled:
                    settled(record.Delivery);
                    break;
                case OutcomeKind.HandlerSucceeded:
                    state.HandlerSucceeded(record.Event, record.Handler!);
                    break;
                case OutcomeKind.HandlerFailed:
                    state.HandlerFailed(record.Event, record.Handler!, record.Failure);
                    break;
                case OutcomeKind.DeadLettered:
                    DeadLettered(state, record, location, writtenAt);
                    break;
                case OutcomeKind.DeadLetterRemoved:
                    state.DeadLetterRemoved(record.DeadLetter);
                    break;
                case OutcomeKind.Clock:
                    state.Clock = record.Clock;
                    break;
            }
        }
    }

    private static void DeadLettered(OutcomeState state, in OutcomeRecord record, DeadLetterLocation location, long writtenAt)
    {
        var deadLetter = record.ReadDeadLetter();
        deadLetter = deadLetter.KeptSince is null ? deadLetter with { KeptSince = writtenAt } : deadLetter;

        state.DeadLettered(deadLetter, location with { Start = record.DeadLetterStart, JsonLength = record.DeadLetterJson.Length, BodyLength = record.DeadLetterBodyLength });
    }
}
