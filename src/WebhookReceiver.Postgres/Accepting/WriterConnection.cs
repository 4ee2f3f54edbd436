using Npgsql;
using NpgsqlTypes;

namespace WebhookReceiver.Postgres;

/// <summary>
/// One life of the connection that stores deliveries. It numbers them without gaps. When the result of a commit is unknown, its id is closed for ever: then it is certain what was
/// stored under it. Used by one loop.
/// </summary>
internal sealed class WriterConnection : IAsyncDisposable
{
    private const int TimeoutSeconds = 10;

    /// <summary>The lock on the row of the writer makes closing wait for a batch that is being committed, and a closed writer stores nothing.</summary>
    private const string Insert = """
        with me as materialized (select id, (clock_timestamp() at time zone 'UTC')::date as day from {s}.writer where id = $1 and closed_at is null for share)
        insert into {s}.inbox (day, writer, seq, slot, received_at, endpoint, trace, phone, slots, body, terms)
        select me.day, me.id, r.seq, r.slot, clock_timestamp(), r.endpoint, r.trace, r.phone, r.slots, r.body, ($2::int[])[r.first_term:r.last_term]
        from me, unnest($3::bigint[], $4::smallint[], $5::text[], $6::uuid[], $7::text[], $8::bytea[], $9::bytea[], $10::int[], $11::int[])
            as r(seq, slot, endpoint, trace, phone, slots, body, first_term, last_term)
        """;

    /// <summary>The same for a batch in which a POST was traced; the other statement need not send a column that is always empty.</summary>
    private static readonly string InsertTraced = Insert
        .Replace("body, terms)", "body, terms, trace_context)", StringComparison.Ordinal)
        .Replace("last_term]", "last_term], r.trace_context", StringComparison.Ordinal)
        .Replace("$11::int[])", "$11::int[], $12::bytea[])", StringComparison.Ordinal)
        .Replace("last_term)", "last_term, trace_context)", StringComparison.Ordinal);

    private static readonly NpgsqlDbType[] Arrays =
    [
        NpgsqlDbType.Integer, NpgsqlDbType.Bigint, NpgsqlDbType.Smallint, NpgsqlDbType.Text, NpgsqlDbType.Uuid, NpgsqlDbType.Text, NpgsqlDbType.Bytea, NpgsqlDbType.Bytea,
        NpgsqlDbType.Integer, NpgsqlDbType.Integer,
    ];

    private readonly NpgsqlConnection connection;
    private readonly StoredBodies? stored;
    private readonly Database database;
    private readonly NpgsqlCommand insert;
    private NpgsqlCommand? insertTraced;
    private long last;
    private bool hasWarned;

    private WriterConnection(Database database, NpgsqlConnection connection, long id, StoredBodies? stored)
    {
        (this.connection, this.stored, this.database) = (connection, stored, database);
        Id = id;
        insert = Create(Insert, Arrays);

        // A wait for a synchronous replica that was cancelled ends with a warning and a commit that only this server has.
        connection.Notice += (_, notice) => hasWarned |= string.Equals(notice.Notice.InvariantSeverity, "WARNING", StringComparison.Ordinal);
    }

    public long Id { get; }

    /// <param name="database">The database.</param>
    /// <param name="instance">The instance that it belongs to.</param>
    /// <param name="stored">Where it leaves the bodies that it stores; null when nobody takes them here.</param>
    /// <param name="cancellationToken">Cancels the opening.</param>
    public static async Task<WriterConnection> OpenAsync(Database database, long instance, StoredBodies? stored, CancellationToken cancellationToken)
    {
        var opened = await database.OpenKeptAsync(cancellationToken);

        try
        {
            var id = RandomId.New(RandomId.WriterBits);
            await using var open = database.Command(opened, "insert into {s}.writer (id, instance) values ($1, $2)", id, instance);
            await open.ExecuteNonQueryAsync(cancellationToken);
            return new WriterConnection(database, opened, id, stored);
        }
        catch
        {
            await opened.DisposeAsync();
            throw;
        }
    }

    /// <summary>Stores a batch in one commit.</summary>
    /// <remarks>When it throws, the result may be unknown, and this writer must be closed.</remarks>
    public async Task<StoreResult> StoreAsync(List<PendingDelivery> batch, CancellationToken cancellationToken)
    {
        var command = Fill(batch);
        hasWarned = false;

        try
        {
            var rows = await command.ExecuteNonQueryAsync(cancellationToken);

            if (hasWarned)
            {
                throw new IOException("The server committed with a warning.");
            }

            if (rows is 0)
            {
                return StoreResult.Closed;
            }

            last += batch.Count;
            return StoreResult.Stored;
        }
        catch (Exception exception) when (DatabaseTrouble.IsRefusal(exception, connection))
        {
            Refusal = exception;
            return StoreResult.Refused;
        }
        finally
        {
            for (var index = 1; index < command.Parameters.Count; index++)
            {
                command.Parameters[index].Value = null;
            }
        }
    }

    /// <summary>Why the last batch was refused.</summary>
    public Exception? Refusal { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await insert.DisposeAsync();

        if (insertTraced is not null)
        {
            await insertTraced.DisposeAsync();
        }

        await connection.DisposeAsync();
    }

    private NpgsqlCommand Create(string text, params ReadOnlySpan<NpgsqlDbType> arrays)
    {
        var command = database.Command(connection, text);
        command.CommandTimeout = TimeoutSeconds;
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = Id });

        foreach (var element in arrays)
        {
            command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Array | element });
        }

        return command;
    }

    /// <returns>The statement that stores the batch, with its values.</returns>
    private NpgsqlCommand Fill(List<PendingDelivery> batch)
    {
        var isTraced = batch.Exists(static pending => pending.Delivery.Trace is not null);
        var count = batch.Sum(static pending => pending.Contents.Slots.Length);
        var (seq, slot, endpoint, trace) = (new long[count], new short[count], new string[count], new Guid[count]);
        var (phone, slots) = (new string?[count], new byte[count][]);
        var bodies = new byte[]?[count];
        var (terms, firstTerm, lastTerm) = (new int[batch.Sum(static pending => pending.Contents.Terms?.Length ?? 0)], new int?[count], new int?[count]);
        var contexts = isTraced ? new byte[]?[count] : [];
        var (row, term) = (0, 0);

        for (var index = 0; index < batch.Count; index++)
        {
            var (delivery, contents) = (batch[index].Delivery, batch[index].Contents);
            var body = BytesOf(delivery.Body);
            var context = isTraced ? delivery.Trace?.ToBytes() : null;
            stored?.Add(Id, last + 1 + index, body);

            if (contents.Terms is { } own)
            {
                // As a slice of all: an array of arrays has to be a rectangle.
                own.CopyTo(terms, term);
                (firstTerm[row], lastTerm[row]) = (term + 1, term += own.Length);
            }

            for (var part = 0; part < contents.Slots.Length; part++, row++)
            {
                (seq[row], slot[row], endpoint[row], trace[row]) = (last + 1 + index, contents.Slots[part], delivery.Endpoint, delivery.Id);
                (phone[row], slots[row]) = (delivery.PhoneNumberId, contents.Slots);
                bodies[row] = part is 0 ? body : null;

                if (isTraced)
                {
                    contexts[row] = context;
                }
            }
        }

        object[] values = [terms, seq, slot, endpoint, trace, phone, slots, bodies, firstTerm, lastTerm];
        var command = isTraced ? insertTraced ??= Create(InsertTraced, [.. Arrays, NpgsqlDbType.Bytea]) : insert;

        for (var index = 0; index < values.Length; index++)
        {
            command.Parameters[index + 1].Value = values[index];
        }

        if (isTraced)
        {
            command.Parameters[^1].Value = contexts;
        }

        return command;
    }

    /// <summary>Without a copy: a body is an array of its own.</summary>
    private static byte[] BytesOf(ReadOnlyMemory<byte> body) =>
        System.Runtime.InteropServices.MemoryMarshal.TryGetArray(body, out var segment) && segment.Offset is 0 && segment.Count == segment.Array!.Length ? segment.Array : body.ToArray();
}

/// <summary>What became of a batch.</summary>
internal enum StoreResult
{
    Stored,

    /// <summary>Nothing of it is stored, for sure.</summary>
    Refused,

    /// <summary>Nothing of it is stored, because somebody closed the writer: this instance was taken for dead.</summary>
    Closed,
}
