using WebhookReceiver.Inbox;

namespace WebhookReceiver.Postgres;

/// <summary>Reads what the rows of <c>outcome</c> say about events.</summary>
internal sealed class OutcomeFinder(StoreReading reading, InboxOptions options)
{
    /// <summary>The index begins with the slot, and a caller that has only the key does not know it.</summary>
    private static readonly short[] AllSlots = [.. Enumerable.Range(0, 256).Select(static slot => (short)slot)];

    public async ValueTask<IReadOnlyList<EventStanding>> StandingsAsync(IReadOnlyList<EventId> ids, CancellationToken cancellationToken)
    {
        var rows = await reading.ListAsync(
            """
            select o.key, o.kind, o.epoch, o.detail, o.failure, clock_timestamp() - o.at from {s}.outcome o
            where o.slot = any($1) and o.key = any($2) and o.at > clock_timestamp() - $3 order by o.epoch, o.n
            """,
            static row => (
                Id: KeyBytes.ToId(row.GetGuid(0)),
                Kind: (OutcomeKind)row.GetInt16(1),
                Epoch: row.GetInt64(2),
                Detail: row.IsDBNull(3) ? null : row.GetString(3),
                Failure: row.IsDBNull(4) ? null : row.GetString(4),
                Age: row.GetTimeSpan(5)),
            cancellationToken,
            AllSlots,
            ids.Select(KeyBytes.Of).ToArray(),
            options.DuplicateWindow);

        var histories = new Dictionary<EventId, History>();

        foreach (var row in rows)
        {
            if (!histories.TryGetValue(row.Id, out var history))
            {
                histories.Add(row.Id, history = new History(epoch: 0));
            }

            history.Add(row.Kind, row.Epoch, row.Detail, row.Failure, row.Age);
        }

        return [.. ids.Select(id => StandingOf(histories.GetValueOrDefault(id)))];
    }

    public async ValueTask<IReadOnlyList<EventRecord>> HistoryAsync(EventId id, byte slot, CancellationToken cancellationToken)
    {
        var rows = await reading.ListAsync(
            "select o.at, o.kind, o.detail, o.failure, o.exception from {s}.outcome o where o.slot = $1 and o.key = any($2) order by o.epoch, o.n, o.at",
            static row => (
                At: row.GetFieldValue<DateTimeOffset>(0),
                Kind: (OutcomeKind)row.GetInt16(1),
                Detail: row.IsDBNull(2) ? null : row.GetString(2),
                Failure: row.IsDBNull(3) ? null : row.GetString(3),
                Exception: row.IsDBNull(4) ? null : row.GetString(4)),
            cancellationToken,
            (short)slot,
            new[] { KeyBytes.Of(id), KeyBytes.Of(DeadLetterRows.KeyOf(id)) });

        var letters = rows.Where(static row => row.Kind >= OutcomeKind.LetterWritten).Select(static row => new DeadLetterRow(row.At, row.Kind, row.Detail!, row.Exception));
        var records = rows.Select(static row => (row.At, Record: ToEvent(row.At, row.Kind, row.Detail, row.Failure, row.Exception)));
        return DeadLetterRows.Merge([.. records.Where(static one => one.Record is not null).Select(static one => (one.At, one.Record!.Value))], letters);
    }

    private static EventStanding StandingOf(History? history) => history switch
    {
        { SettledFor: not null } => EventStanding.Settled,
        { Progress: { } progress } => progress.Handlers.Any(static handler => handler.Failure is not null && !handler.IsFinished) ? EventStanding.Retrying : EventStanding.Begun,
        _ => EventStanding.Unknown,
    };

    private static EventRecord? ToEvent(DateTimeOffset at, OutcomeKind kind, string? detail, string? failure, string? exception) => kind switch
    {
        OutcomeKind.Begun => new EventRecord(at, EventRecordKind.AttemptBegun) { Plan = OutcomeText.PlanIn(detail!) },
        OutcomeKind.Suspended => new EventRecord(at, EventRecordKind.AttemptSuspended),
        OutcomeKind.Ended => new EventRecord(at, EventRecordKind.AttemptEnded),
        OutcomeKind.Wanted => new EventRecord(at, EventRecordKind.HandlerWanted) { Handler = detail },
        OutcomeKind.NotWanted => new EventRecord(at, EventRecordKind.HandlerNotWanted) { Handler = detail },
        OutcomeKind.Finished when exception is not null => new EventRecord(at, EventRecordKind.DeadLettered) { Handler = detail, ExceptionType = exception.Length > 0 ? exception : null },
        OutcomeKind.Finished => new EventRecord(at, EventRecordKind.HandlerSucceeded) { Handler = detail },
        OutcomeKind.Failed => FailedAt(detail, OutcomeText.FailureIn(failure!), exception),
        OutcomeKind.Settled => new EventRecord(at, EventRecordKind.Settled),
        _ => null,
    };

    private static EventRecord FailedAt(string? handler, HandlerFailure failure, string? exception) =>
        new(failure.At, EventRecordKind.HandlerFailed) { Handler = handler, Failure = failure, ExceptionType = exception };
}
