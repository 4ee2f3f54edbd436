using Microsoft.Extensions.Logging;
using Npgsql;
using NpgsqlTypes;

namespace WebhookReceiver.Postgres;

/// <summary>
/// The lease of this instance and the slots it owns under it. Without a leader: every instance extends its own lease, computes who should own each slot, takes what is free
/// or whose owner is dead, and gives back what another should have. One call at a time.
/// </summary>
internal sealed partial class Ownership(Database database, SlotTable slots, TimeProvider clock, ILogger<Ownership> logger) : IAsyncDisposable
{
    /// <summary>How long a lease lasts by the clock of the database.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(10);

    /// <summary>An instance whose lease was extended longer ago than this begins nothing, by its own monotonic clock.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromSeconds(7);

    private const string Beat = """
        update {s}.instance set lease_until = clock_timestamp() + $2 where id = $1;
        """;

    private const string Look = """
        select s.id, s.owner, s.epoch, i.id is not null as is_alive
        from {s}.slot s left join {s}.instance i on i.id = s.owner and i.lease_until > clock_timestamp();
        """;

    private const string Live = "select id from {s}.instance where lease_until > clock_timestamp()";

    /// <summary>Only what is still as it was seen; in the order of the ids, so that two instances never wait for each other.</summary>
    private const string Take = """
        update {s}.slot s set owner = $1, epoch = s.epoch + 1
        from (select l.id from {s}.slot l join unnest($2::smallint[], $3::bigint[]) as seen(id, epoch) on l.id = seen.id and l.epoch = seen.epoch order by l.id for update of l skip locked) f
        where s.id = f.id
        returning s.id, s.epoch
        """;

    private const string Release = """
        update {s}.slot s set owner = null
        from (select l.id from {s}.slot l join unnest($2::smallint[], $3::bigint[]) as mine(id, epoch) on l.id = mine.id and l.epoch = mine.epoch where l.owner = $1 order by l.id for update of l) f
        where s.id = f.id
        """;

    private NpgsqlConnection? connection;
    private long beatAt;

    /// <summary>The number of this instance; 0 before it is registered.</summary>
    public long Id { get; private set; }

    /// <summary>Whether the lease was extended recently enough that no other instance can have taken over.</summary>
    public bool IsFresh => Id is not 0 && clock.GetElapsedTime(Volatile.Read(ref beatAt)) < Fresh;

    /// <summary>Called after slots were taken, with their cursors in place.</summary>
    public Action<IReadOnlyList<byte>>? Taken { get; set; }

    /// <summary>Writes what must not be lost of these slots before they are released.</summary>
    public Func<CancellationToken, Task> BeforeRelease { get; set; } = static _ => Task.CompletedTask;

    /// <summary>Extends the lease, and takes and gives back slots.</summary>
    public async Task TickAsync(CancellationToken cancellationToken)
    {
        try
        {
            await TickOnAsync(connection ??= await database.OpenKeptAsync(cancellationToken), cancellationToken);
        }
        catch
        {
            await CloseAsync();
            throw;
        }
    }

    /// <summary>Begins nothing new, for a graceful stop.</summary>
    public void LeaveAll() => slots.Leave(slots.Held(SlotHold.Owned));

    /// <summary>Gives everything back, so that others take over at once.</summary>
    public async Task EndAsync(CancellationToken cancellationToken)
    {
        if (Id is 0)
        {
            return;
        }

        var open = connection ??= await database.OpenKeptAsync(cancellationToken);
        LeaveAll();
        await ReleaseAsync(open, [.. slots.All.Where(static slot => slot.Hold is SlotHold.Leaving)], cancellationToken);
        await using var end = database.Command(open, "delete from {s}.instance where id = $1", Id);
        await end.ExecuteNonQueryAsync(cancellationToken);
        Id = 0;
    }

    public async ValueTask DisposeAsync() => await CloseAsync();

    private async Task TickOnAsync(NpgsqlConnection open, CancellationToken cancellationToken)
    {
        var began = clock.GetTimestamp();

        if (Id is 0 || !await ExtendAsync(open, cancellationToken))
        {
            // Somebody removed it, so everything it owned may belong to others.
            slots.Lose(slots.Held(SlotHold.Owned));
            slots.Lose(slots.Held(SlotHold.Leaving));
            await RegisterAsync(open, cancellationToken);
        }

        Volatile.Write(ref beatAt, began);
        var (seen, live) = await LookAsync(open, cancellationToken);

        slots.Lose([.. slots.All.Where(slot => slot.Hold is not SlotHold.No && seen[slot.Id] is var row && (row.Owner != Id || row.Epoch != slot.Epoch)).Select(static slot => slot.Id)]);
        slots.Leave(slots.All.Where(slot => slot.Hold is SlotHold.Owned && Rendezvous.OwnerOf(slot.Id, live) != Id).Select(static slot => slot.Id));
        await ReleaseAsync(open, [.. slots.All.Where(static slot => slot is { Hold: SlotHold.Leaving, Busy: 0 })], cancellationToken);
        await TakeAsync(open, [.. seen.Where(row => (!row.IsAlive || row.Owner == Id) && slots[row.Slot].Hold is SlotHold.No && Rendezvous.OwnerOf(row.Slot, live) == Id)], cancellationToken);
    }

    private async Task<bool> ExtendAsync(NpgsqlConnection open, CancellationToken cancellationToken)
    {
        await using var beat = database.Command(open, Beat, Id, Lease);
        return await beat.ExecuteNonQueryAsync(cancellationToken) is 1;
    }

    private async Task RegisterAsync(NpgsqlConnection open, CancellationToken cancellationToken)
    {
        var id = RandomId.New(RandomId.InstanceBits);
        await using var register = database.Command(
            open, "insert into {s}.instance (id, name, lease_until) values ($1, $2, clock_timestamp() + $3)", id, Environment.MachineName, Lease);
        await register.ExecuteNonQueryAsync(cancellationToken);
        Id = id;
        Registered(logger, Id, database.Location);
    }

    private async Task<(SeenSlot[] Seen, List<long> Live)> LookAsync(NpgsqlConnection open, CancellationToken cancellationToken)
    {
        var seen = new SeenSlot[Deliveries.Slots.Count];
        var live = new List<long>();
        await using var look = new NpgsqlBatch(open) { BatchCommands = { new NpgsqlBatchCommand(database.Sql(Look)), new NpgsqlBatchCommand(database.Sql(Live)) } };
        await using var reader = await look.ExecuteReaderAsync(cancellationToken);

        while (await reader.ReadAsync(cancellationToken))
        {
            var id = (byte)reader.GetInt16(0);
            seen[id] = new SeenSlot(id, reader.IsDBNull(1) ? 0 : reader.GetInt64(1), reader.GetInt64(2), reader.GetBoolean(3));
        }

        await reader.NextResultAsync(cancellationToken);

        while (await reader.ReadAsync(cancellationToken))
        {
            live.Add(reader.GetInt64(0));
        }

        return (seen, live);
    }

    private async Task ReleaseAsync(NpgsqlConnection open, List<SlotState> leaving, CancellationToken cancellationToken)
    {
        if (leaving.Count is 0)
        {
            return;
        }

        await BeforeRelease(cancellationToken);
        await using var release = database.Command(open, Release, Id, Ids(leaving.Select(static slot => slot.Id)), leaving.Select(static slot => slot.Epoch).ToArray());
        await release.ExecuteNonQueryAsync(cancellationToken);
        slots.Lose([.. leaving.Select(static slot => slot.Id)]);
        SlotsReleased(logger, leaving.Count);
    }

    private async Task TakeAsync(NpgsqlConnection open, List<SeenSlot> wanted, CancellationToken cancellationToken)
    {
        if (wanted.Count is 0)
        {
            return;
        }

        var taken = new List<(byte Slot, long Epoch)>();

        await using (var take = database.Command(open, Take, Id, Ids(wanted.Select(static row => row.Slot)), wanted.Select(static row => row.Epoch).ToArray()))
        await using (var reader = await take.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
            {
                taken.Add(((byte)reader.GetInt16(0), reader.GetInt64(1)));
            }
        }

        var cursors = (await CursorsAsync(open, taken, cancellationToken)).ToLookup(static cursor => cursor.Slot);

        foreach (var (slot, epoch) in taken)
        {
            slots.Own(slot, epoch, cursors[slot]);
        }

        if (taken.Count > 0)
        {
            SlotsTaken(logger, taken.Count, wanted.Count(static row => row.Owner is not 0));
            Taken?.Invoke([.. taken.Select(static one => one.Slot)]);
        }
    }

    private async Task<List<SavedCursor>> CursorsAsync(NpgsqlConnection open, List<(byte Slot, long Epoch)> taken, CancellationToken cancellationToken)
    {
        var cursors = new List<SavedCursor>();
        await using var select = database.Command(open, "select slot, writer, seq, settled from {s}.slot_cursor where slot = any($1)", Ids(taken.Select(static one => one.Slot)));
        await using var reader = await select.ExecuteReaderAsync(cancellationToken);

        while (await reader.ReadAsync(cancellationToken))
        {
            cursors.Add(new SavedCursor((byte)reader.GetInt16(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetFieldValue<long[]>(3)));
        }

        return cursors;
    }

    private async Task CloseAsync()
    {
        if (Interlocked.Exchange(ref connection, null) is { } open)
        {
            await open.DisposeAsync();
        }
    }

    private static NpgsqlParameter Ids(IEnumerable<byte> ids) => new() { Value = ids.Select(static id => (short)id).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Smallint };

    /// <summary>A slot as the database has it.</summary>
    private readonly record struct SeenSlot(byte Slot, long Owner, long Epoch, bool IsAlive);

    [LoggerMessage(1700, LogLevel.Information, "Instance {Instance} is registered in {Location}")]
    private static partial void Registered(ILogger logger, long instance, string location);

    [LoggerMessage(1701, LogLevel.Information, "{Count} slots of conversations were taken, {FromDead} of them from instances that no longer respond")]
    private static partial void SlotsTaken(ILogger logger, int count, int fromDead);

    [LoggerMessage(1702, LogLevel.Information, "{Count} slots of conversations were released to other instances")]
    private static partial void SlotsReleased(ILogger logger, int count);
}
