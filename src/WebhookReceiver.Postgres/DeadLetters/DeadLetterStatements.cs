using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using WebhookReceiver.Inbox;
using WebhookReceiver.Inbox.OnDisk;

namespace WebhookReceiver.Postgres;

/// <summary>
/// The statements that change one dead letter, and add what happened to the history of its event. A new one is recorded under the fence, with the outcomes of its event; an existing one may be
/// changed by any instance, because operators use any. None returns a row: what a change has ended is known before it is written, also when it is written again and finds nothing left to change.
/// </summary>
internal static class DeadLetterStatements
{
    private const string InHistory = "id, slot, event_hash, handler, exception_type, letter";

    private const string Replays = "(c.letter::json ->> 'Replays')";

    private static readonly string New = $$"""
        with changed as (
            insert into {s}.dead_letter (id, slot, is_replaying, handler, event_type, cause, endpoint, exception_type, last_attempt_at, letter, body, event_hash)
            select $1, s.id, $2, $3, $4, $5, $6, $7, $8, $9, $10, $14 from {s}.slot s where s.id = $11 and s.owner = $12 and s.epoch = $13
            on conflict (id) do update set (is_replaying, handler, event_type, cause, endpoint, exception_type, last_attempt_at, letter, body)
                = (excluded.is_replaying, excluded.handler, excluded.event_type, excluded.cause, excluded.endpoint, excluded.exception_type, excluded.last_attempt_at, excluded.letter, excluded.body)
            returning {{InHistory}})
        {{DeadLetterRows.Insert("10", Replays)}}
        """;

    /// <summary>One that was erased meanwhile does not come back.</summary>
    private static readonly string Change = $$"""
        with changed as (
            update {s}.dead_letter set (is_replaying, handler, event_type, cause, endpoint, exception_type, last_attempt_at, letter, body) = ($2, $3, $4, $5, $6, $7, $8, $9, $10)
            where id = $1
            returning {{InHistory}})
        {{DeadLetterRows.Insert("case when $2 then 11 else 12 end", Replays)}}
        """;

    private static readonly string Remove = $$"""
        with changed as (delete from {s}.dead_letter where id = $1 and not ($2 and is_replaying) returning {{InHistory}})
        {{DeadLetterRows.Insert("13", "$3::text")}}
        """;

    /// <summary>Removes the oldest of those that are older than $1.</summary>
    public static string Expire { get; } = $$"""
        with changed as (
            delete from {s}.dead_letter where id in (
                select id from {s}.dead_letter where kept_since < clock_timestamp() - $1 and not is_replaying order by kept_since limit 10000 for update skip locked)
            returning {{InHistory}})
        {{DeadLetterRows.Insert("13", "'3'")}}
        """;

    public static string TextFor(DeadLetterChange change) => change switch
    {
        { Letter: null } => Remove,
        { IsNew: true } => New,
        _ => Change,
    };

    public static void Add(NpgsqlParameterCollection parameters, DeadLetterChange change, long instance)
    {
        parameters.Add(new NpgsqlParameter<Guid> { TypedValue = change.Id });

        if (change.Letter is not { } letter)
        {
            // What is being replayed is not discarded by an operator who saw it before.
            parameters.Add(new NpgsqlParameter<bool> { TypedValue = change.Why is DeadLetterRemoval.Discarded });
            parameters.Add(new NpgsqlParameter<short> { TypedValue = (short)change.Why!.Value });
            return;
        }

        parameters.Add(new NpgsqlParameter<bool> { TypedValue = letter.IsReplaying });
        parameters.Add(Text(letter.Handler));
        parameters.Add(Text(letter.EventType));
        parameters.Add(Text(letter.Cause.Text));
        parameters.Add(Text(letter.Endpoint));
        parameters.Add(Text(letter.ExceptionType ?? string.Empty));
        parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = letter.LastAttemptAt.ToUniversalTime(), NpgsqlDbType = NpgsqlDbType.TimestampTz });
        parameters.Add(Text(JsonSerializer.Serialize(letter, DeadLetterJson.Default.DeadLetter)));
        parameters.Add(new NpgsqlParameter { Value = change.Body.ToArray(), NpgsqlDbType = NpgsqlDbType.Bytea });

        if (change.IsNew)
        {
            parameters.Add(new NpgsqlParameter<short> { TypedValue = change.Fence.Slot });
            parameters.Add(new NpgsqlParameter<long> { TypedValue = instance });
            parameters.Add(new NpgsqlParameter<long> { TypedValue = change.Fence.Epoch });
            parameters.Add(new NpgsqlParameter<long> { TypedValue = (long)(ulong)letter.Event.Value });
        }
    }

    private static NpgsqlParameter Text(string? value) => new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text };
}
