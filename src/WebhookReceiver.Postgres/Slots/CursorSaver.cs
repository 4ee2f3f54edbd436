using Npgsql;
using NpgsqlTypes;

namespace WebhookReceiver.Postgres;

/// <summary>
/// Saves how far the slots of this instance are settled. A cursor never moves back, and what it covers is settled whoever owns the slot, so saving needs no fence.
/// </summary>
internal sealed class CursorSaver(Database database, SlotTable slots, TimeProvider clock) : IDisposable
{
    /// <summary>How often a caller that wants everything written gets the cursors saved, too: without them the next owner only looks at a few more deliveries.</summary>
    private static readonly TimeSpan Due = TimeSpan.FromSeconds(1);

    private const string Save = """
        insert into {s}.slot_cursor as c (slot, writer, seq, settled)
        select r.slot, r.writer, r.seq, coalesce(r.settled::bigint[], '{}')
        from unnest($1::smallint[], $2::bigint[], $3::bigint[], $4::text[]) as r(slot, writer, seq, settled)
        order by r.slot, r.writer
        on conflict (slot, writer) do update set seq = excluded.seq, settled = excluded.settled where c.seq <= excluded.seq
        """;

    private readonly SemaphoreSlim saving = new(1);
    private long? askedAt;

    /// <summary>How far the common poll has read, by writer.</summary>
    public Func<IReadOnlyDictionary<long, long>> ReadTo { get; set; } = static () => new Dictionary<long, long>();

    public async Task SaveIfDueAsync(CancellationToken cancellationToken)
    {
        if (askedAt is not { } before || clock.GetElapsedTime(before) > Due)
        {
            askedAt = clock.GetTimestamp();
            await SaveAsync(withIdle: false, cancellationToken);
        }
    }

    /// <param name="withIdle">Whether to move the cursors of slots in which nothing is open up to what was read, so that the next owner does not look for what is not there.</param>
    /// <param name="cancellationToken">Cancels the write.</param>
    public async Task SaveAsync(bool withIdle, CancellationToken cancellationToken)
    {
        await saving.WaitAsync(cancellationToken);

        try
        {
            var changed = Changed(withIdle);

            if (changed.Count > 0)
            {
                await using var save = database.Command(
                    Save,
                    Array(NpgsqlDbType.Smallint, changed.ConvertAll(static one => (short)one.Slot)),
                    Array(NpgsqlDbType.Bigint, changed.ConvertAll(static one => one.Writer)),
                    Array(NpgsqlDbType.Bigint, changed.ConvertAll(static one => one.Sequence)),
                    Array(NpgsqlDbType.Text, changed.ConvertAll(static one => one.Settled.Length is 0 ? null : $"{{{string.Join(',', one.Settled)}}}")));
                await save.ExecuteNonQueryAsync(cancellationToken);
            }
        }
        catch (Exception exception) when (DatabaseTrouble.Is(exception) && exception is not IOException)
        {
            throw DatabaseTrouble.ToIO(exception);
        }
        finally
        {
            saving.Release();
        }
    }

    public void Dispose() => saving.Dispose();

    private List<SavedCursor> Changed(bool withIdle)
    {
        var changed = new List<SavedCursor>();
        var readTo = ReadTo();

        lock (slots.Gate)
        {
            foreach (var slot in slots.All.Where(static slot => slot.Hold is not SlotHold.No))
            {
                if (withIdle && slot.IsReadTo)
                {
                    Advance(slot, readTo);
                }

                foreach (var (writer, taken) in slot.Taken.Where(static one => one.Value.IsChanged))
                {
                    taken.IsChanged = false;
                    changed.Add(new SavedCursor(slot.Id, writer, taken.Cursor, taken.SettledAbove()));
                }
            }
        }

        return changed;
    }

    private static void Advance(SlotState slot, IReadOnlyDictionary<long, long> readTo)
    {
        foreach (var (writer, sequence) in readTo)
        {
            if (!slot.Taken.TryGetValue(writer, out var taken))
            {
                slot.Taken.Add(writer, taken = new TakenDeliveries(0, []));
            }

            taken.AdvanceIdle(sequence);
        }
    }

    private static NpgsqlParameter Array(NpgsqlDbType element, object values) => new() { NpgsqlDbType = NpgsqlDbType.Array | element, Value = values };
}
