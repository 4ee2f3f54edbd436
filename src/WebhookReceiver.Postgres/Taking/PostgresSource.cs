using Microsoft.Extensions.Logging;
using WebhookReceiver.Deliveries;
using WebhookReceiver.Inbox;

namespace WebhookReceiver.Postgres;

/// <summary>
/// Hands out the deliveries in the slots that this instance owns, in the order in which they were stored. Order comes from the poll alone: what this instance has stored itself only
/// wakes it. When a slot is taken, what its earlier owner left is read first.
/// </summary>
internal sealed partial class PostgresSource(Database database, SlotTable slots, Ownership ownership, TakenBodies bodies, StoredBodies stored, TimeProvider clock, ILogger<PostgresSource> logger) : IDeliverySource, IAsyncDisposable
{
    /// <summary>So much is stored meanwhile when there is much to do that fewer polls leave the database more time for the rest.</summary>
    private static readonly TimeSpan LeastPause = TimeSpan.FromMilliseconds(4);
    private static readonly TimeSpan BusyPause = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan IdlePause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Busy = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan TroublePause = TimeSpan.FromSeconds(1);

    private readonly TaskCompletionSource<bool> opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly RowQueue queue = new(new Poll(database, stored), slots);
    private readonly CancellationTokenSource closing = new();
    private TaskCompletionSource wake = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long foundAt;
    private int tries;
    private bool isDisposed;

    public int Count => queue.Count;

    public ReadTrouble? Trouble { get; private set; }

    /// <summary>How far the common poll has read, by writer; what idle slots have no rows of up to there is settled in them.</summary>
    public IReadOnlyDictionary<long, long> ReadTo => queue.ReadTo;

    public async ValueTask<bool> OpenedAsync(CancellationToken cancellationToken) => await opened.Task.WaitAsync(cancellationToken);

    /// <summary>Deliveries may be taken.</summary>
    public void Open() => opened.TrySetResult(true);

    /// <summary>Something was stored, or a slot was taken.</summary>
    public void Wake() => Volatile.Read(ref wake).TrySetResult();

    public async ValueTask<bool> TakeAsync(ICollection<Delivery> taken, int atMost, CancellationToken cancellationToken)
    {
        if (!await OpenedAsync(cancellationToken))
        {
            return false;
        }

        var before = taken.Count;

        while (!closing.IsCancellationRequested)
        {
            while (taken.Count - before < atMost && queue.TryPeek(out var next))
            {
                if (await HandOutAsync(next.Rows, next.Generations, cancellationToken) is { } delivery)
                {
                    bodies.Add(delivery);
                    taken.Add(delivery);
                }

                queue.Dequeue();
            }

            if (taken.Count > before)
            {
                return true;
            }

            if (queue.Count is 0 && clock.GetElapsedTime(foundAt) < LeastPause)
            {
                await Task.Delay(LeastPause, clock, cancellationToken);
            }

            if (!await PollAsync(cancellationToken))
            {
                await PauseAsync(cancellationToken);
            }
        }

        return false;
    }

    public async ValueTask<Delivery?> RereadAsync(DeliveryPosition position, CancellationToken cancellationToken)
    {
        if (bodies.Find(position) is { } kept)
        {
            return kept;
        }

        try
        {
            var (writer, slot, _) = SlotTable.Read(position);
            return await ReadAsync(writer, position.Sequence, slot, cancellationToken) is { } row ? DeliveryOf(row, position, slots.SlotsOf(position)) : null;
        }
        catch (Exception exception) when (DatabaseTrouble.Is(exception))
        {
            throw DatabaseTrouble.ToIO(exception);
        }
    }

    public void GiveBackMemory()
    {
    }

    public bool Close()
    {
        if (!isDisposed)
        {
            closing.Cancel();
        }

        opened.TrySetResult(false);
        Wake();
        return true;
    }

    /// <remarks>The container calls it once for each type under which it is registered.</remarks>
    public async ValueTask DisposeAsync()
    {
        if (isDisposed)
        {
            return;
        }

        isDisposed = true;
        await closing.CancelAsync();
        await queue.DisposeAsync();
        closing.Dispose();
    }

    /// <returns>Null when none of its rows is this instance's any longer, or all were taken before.</returns>
    private async ValueTask<Delivery?> HandOutAsync(List<Row> rows, int[] generations, CancellationToken cancellationToken)
    {
        var row = rows[0];

        if (stored.Take(row.Writer, row.Sequence) is { } body)
        {
            row = row with { Body = body };
        }

        while (row.Body is null)
        {
            try
            {
                row = await ReadAsync(row.Writer, row.Sequence, row.Slot, cancellationToken) ?? row with { Body = [] };
                Recovered();
            }
            catch (Exception exception) when (DatabaseTrouble.Is(exception))
            {
                await FailedAsync(exception, cancellationToken);
            }
        }

        lock (slots.Gate)
        {
            Span<byte> own = stackalloc byte[rows.Count];
            var count = 0;

            for (var index = 0; index < rows.Count; index++)
            {
                // Read under an ownership that has ended: the next one reads it again, from its cursor on.
                if (slots[rows[index].Slot].Generation == generations[index] && slots.TryTake(rows[index].Slot, row.Writer, row.Sequence))
                {
                    own[count++] = rows[index].Slot;
                }
            }

            return count is 0 ? null : DeliveryOf(row, slots.PositionOf(row.Writer, row.Sequence, own[..count]), own[..count].ToArray());
        }
    }

    private static Delivery DeliveryOf(Row row, DeliveryPosition position, byte[] own) =>
        Delivery.Restored(row.Trace, row.Endpoint, row.Body!, row.ReceivedAt, row.Phone, position, new DeliveryPart(row.Slots, own), row.TraceContext);

    private async Task<Row?> ReadAsync(long writer, long sequence, byte slot, CancellationToken cancellationToken)
    {
        await using var command = database.Command(
            $"select {RowReader.Columns}, {RowReader.Body} from {{s}}.inbox i where i.writer = $1 and i.seq = $2 and i.slot = $3", writer, sequence, (short)slot);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? RowReader.Read(reader) : null;
    }

    /// <returns>Whether anything was found.</returns>
    private async ValueTask<bool> PollAsync(CancellationToken cancellationToken)
    {
        // Replaced before reading: what is stored from now on wakes the next poll.
        Volatile.Write(ref wake, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));

        try
        {
            await queue.FillAsync(cancellationToken);
            Recovered();
        }
        catch (Exception exception) when (DatabaseTrouble.Is(exception))
        {
            await FailedAsync(exception, cancellationToken);
            return queue.Count > 0;
        }

        if (queue.Count > 0)
        {
            foundAt = clock.GetTimestamp();
        }

        return queue.Count > 0;
    }

    private async Task PauseAsync(CancellationToken cancellationToken)
    {
        var pause = clock.GetElapsedTime(foundAt) < Busy ? BusyPause : IdlePause;
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, closing.Token);
        await Volatile.Read(ref wake).Task.WaitAsync(pause, clock, both.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        cancellationToken.ThrowIfCancellationRequested();
    }

    private async Task FailedAsync(Exception exception, CancellationToken cancellationToken)
    {
        tries++;
        Trouble = new ReadTrouble(database.Location, DatabaseTrouble.TextOf(exception), Trouble?.Since ?? clock.GetUtcNow(), tries);

        if (tries is 1)
        {
            CannotRead(logger, Trouble.Problem, ownership.Id);
        }

        await Task.Delay(TroublePause, clock, cancellationToken);
    }

    private void Recovered()
    {
        if (tries > 0)
        {
            CanRead(logger, tries);
            (tries, Trouble) = (0, null);
        }
    }

    [LoggerMessage(1720, LogLevel.Warning, "Deliveries cannot be read from the database, and are tried again every second: {Problem} (instance {Instance})")]
    private static partial void CannotRead(ILogger logger, string problem, long instance);

    [LoggerMessage(1721, LogLevel.Information, "Deliveries can be read from the database again, after {Tries} failed tries")]
    private static partial void CanRead(ILogger logger, int tries);
}
