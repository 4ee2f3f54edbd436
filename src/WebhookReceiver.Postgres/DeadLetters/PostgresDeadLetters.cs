using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using WebhookReceiver.Inbox;
using WebhookReceiver.Inbox.OnDisk;
using WebhookReceiver.WhatsApp;

namespace WebhookReceiver.Postgres;

/// <summary>
/// The dead letters of all instances. Any instance lists, reads, marks and discards them; the owner of a slot replays those in it, and looks every second whether another instance has
/// marked one.
/// </summary>
internal sealed class PostgresDeadLetters(Database database, SlotTable slots, PostgresOutcomes outcomes) : IDeadLetters
{
    /// <summary>The exception type is empty when there was none, and null in a row of an instance of an earlier version.</summary>
    private const string Entry =
        "id, handler, event_type, cause, endpoint, last_attempt_at, kept_since, is_replaying, coalesce(exception_type, letter::json ->> 'ExceptionType'), event_hash, "
        + "case when event_hash is null then letter::json -> 'Key' ->> 'Value' end";

    /// <summary>How many marks are looked at each second.</summary>
    private const int MostSeen = 1000;

    private Action? replaysWait;
    private HashSet<(Guid Id, uint Version)> seen = [];

    public async ValueTask<DeadLetterCounts> CountAsync(CancellationToken cancellationToken = default)
    {
        await using var command = database.Command("select count(*), count(*) filter (where is_replaying) from {s}.dead_letter");
        return (await command.ReadAllAsync(static reader => new DeadLetterCounts((int)reader.GetInt64(0), (int)reader.GetInt64(1)), cancellationToken))[0];
    }

    public async ValueTask<DeadLetterState?> FindAsync(Guid id, CancellationToken cancellationToken = default)
    {
        await using var command = database.Command("select is_replaying from {s}.dead_letter where id = $1", id);
        var found = await command.ReadAllAsync(static reader => reader.GetBoolean(0) ? DeadLetterState.Replaying : DeadLetterState.Idle, cancellationToken);
        return found is [var state] ? state : null;
    }

    public async ValueTask<IReadOnlyList<DeadLetterEntry>> AfterAsync(Guid? after, int atMost, bool newestFirst = false, CancellationToken cancellationToken = default)
    {
        var (order, than) = newestFirst ? ("desc", "<") : ("asc", ">");
        await using var command = database.Command(
            $"select {Entry} from {{s}}.dead_letter where $1::uuid is null or id {than} $1 order by id {order} limit $2", Id(after), atMost);
        return await command.ReadAllAsync(EntryOf, cancellationToken);
    }

    public async ValueTask<IReadOnlyList<Guid>> ReplayingAfterAsync(
        Guid? after, int atMost, IReadOnlyCollection<string>? exceptHandlers = null, CancellationToken cancellationToken = default)
    {
        var own = slots.Held(SlotHold.Owned);

        if (own.Length is 0)
        {
            return [];
        }

        await using var command = database.Command(
            """
            select id, slot from {s}.dead_letter
            where is_replaying and slot = any($3) and ($1::uuid is null or id > $1) and (handler is null or handler <> all($4)) order by id limit $2
            """,
            Id(after),
            atMost,
            Slots(own),
            new NpgsqlParameter { Value = exceptHandlers?.ToArray() ?? [], NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        var found = await command.ReadAllAsync(static reader => (reader.GetGuid(0), (byte)reader.GetInt16(1)), cancellationToken);
        outcomes.ReplaysHandedOut(found);
        return found.ConvertAll(static one => one.Item1);
    }

    public async ValueTask<DeadLetterReading> ReadAsync(Guid id, CancellationToken cancellationToken = default)
    {
        await foreach (var reading in ReadAsync([id], cancellationToken))
        {
            return reading;
        }

        return new DeadLetterReading(DeadLetterReadResult.NotFound);
    }

    public async IAsyncEnumerable<DeadLetterReading> ReadAsync(IReadOnlyList<Guid> ids, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        const int Portion = 64;

        foreach (var portion in ids.Chunk(Portion))
        {
            Dictionary<Guid, DeadLetterReading>? found;

            try
            {
                await using var command = database.Command($"select {Entry}, letter, body from {{s}}.dead_letter where id = any($1)", (object)portion);
                found = (await command.ReadAllAsync(ReadingOf, cancellationToken)).ToDictionary(static one => one.Entry.Id);
            }
            catch (IOException)
            {
                found = null;
            }

            foreach (var id in portion)
            {
                yield return found is null ? new DeadLetterReading(DeadLetterReadResult.Unavailable)
                    : found.TryGetValue(id, out var reading) ? reading
                    : new DeadLetterReading(DeadLetterReadResult.NotFound);
            }
        }
    }

    public async Task RemoveAsync(IReadOnlyList<Guid> ids, DeadLetterRemoval why, CancellationToken cancellationToken = default)
    {
        var batch = new OutcomeBatch();

        foreach (var id in ids)
        {
            batch.DeadLetterRemoved(id, why);
        }

        await outcomes.RecordAsync(batch, cancellationToken);
    }

    public void WhenReplayEnds(Action<Guid> call) => outcomes.WhenReplayEnds(call);

    public void WhenReplaysWait(Action call) => replaysWait += call;

    /// <summary>Looks whether a replay was marked in the slots of this instance that it has not seen.</summary>
    public async Task LookForReplaysAsync(CancellationToken cancellationToken)
    {
        var own = slots.Held(SlotHold.Owned);
        await using var command = database.Command("select id, xmin from {s}.dead_letter where is_replaying and slot = any($1) order by id limit $2", Slots(own), MostSeen);

        // With the version of the row: one that has ended and was marked again since the last look is a new replay.
        var found = (await command.ReadAllAsync(static reader => (reader.GetGuid(0), reader.GetFieldValue<uint>(1)), cancellationToken)).ToHashSet();
        var isNew = !found.IsSubsetOf(seen);
        seen = found;

        // Behind as many, which may all wait for a paused handler, there may be new ones.
        if (isNew || found.Count is MostSeen)
        {
            replaysWait?.Invoke();
        }
    }

    private static DeadLetterEntry EntryOf(NpgsqlDataReader reader) => new(
        reader.GetGuid(0),
        reader.IsDBNull(1) ? null : reader.GetString(1),
        reader.GetString(2),
        new DeadLetterCause(reader.GetString(3)),
        reader.IsDBNull(8) || reader.GetString(8) is [] ? null : reader.GetString(8),
        reader.GetString(4),
        reader.GetFieldValue<DateTimeOffset>(5),
        reader.GetFieldValue<DateTimeOffset>(6).ToUnixTimeMilliseconds(),
        reader.GetBoolean(7),
        reader.IsDBNull(9)
            ? (ulong)EventId.Of(reader.GetString(4), new EventKey(UInt128.Parse(reader.GetString(10), CultureInfo.InvariantCulture))).Value
            : (ulong)reader.GetInt64(9));

    private static DeadLetterReading ReadingOf(NpgsqlDataReader reader)
    {
        var entry = EntryOf(reader);

        // The column counts: a mark is set in both, and this one is what statements look at.
        return JsonSerializer.Deserialize(reader.GetString(11), DeadLetterJson.Default.DeadLetter) is { } letter
            ? new DeadLetterReading(DeadLetterReadResult.Read, entry, letter with { IsReplaying = entry.IsReplaying }, reader.GetFieldValue<byte[]>(12))
            : new DeadLetterReading(DeadLetterReadResult.Damaged, entry);
    }

    private static NpgsqlParameter Id(Guid? id) => new() { Value = id is { } one ? one : DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid };

    private static NpgsqlParameter Slots(byte[] ids) =>
        new() { Value = Array.ConvertAll(ids, static id => (short)id), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Smallint };
}
