using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using WebhookReceiver.Observation;

namespace WebhookReceiver.Postgres;

/// <summary>
/// Stores deliveries in batches: while one is being committed, the next gathers. After a commit whose result is unknown, the door answers 503 and goes on with a new writer; what did
/// land is handled, and the sender's repetition is recognised.
/// </summary>
internal sealed partial class DeliveryWriter(Database database, AcceptQueue queue, Ownership ownership, SlotTable slots, StoredBodies bodies, ReceiverMetrics metrics, TimeProvider clock, ILogger<DeliveryWriter> logger)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    /// <summary>For each of so many deliveries that are open, a batch gathers for a millisecond longer.</summary>
    private const int Lag = 256;
    private const int LongestLag = 20;

    private readonly ConcurrentQueue<long> unclosed = new();
    private WriterConnection? writer;
    private volatile string? trouble;

    /// <summary>Called after each batch.</summary>
    public Action Stored { get; set; } = static () => { };

    /// <summary>Why deliveries cannot be stored; null when they can.</summary>
    public string? Trouble => trouble;

    /// <summary>Runs until the queue is closed and empty.</summary>
    public async Task RunAsync(CancellationToken stopToken)
    {
        while (!stopToken.IsCancellationRequested)
        {
            if (writer is null && !await TryOpenAsync(stopToken))
            {
                // Nobody should wait for a database that is not there.
                queue.Take()?.ForEach(static pending => pending.Complete(isSafe: false));
                queue.Finish();
                await Task.Delay(Pause, clock, stopToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
                continue;
            }

            await queue.WaitAsync().WaitAsync(stopToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);

            if (queue.Take() is not { } batch)
            {
                break;
            }

            if (batch.Count > 0)
            {
                await StoreAsync(batch, stopToken);
                queue.Finish();
                await LagAsync(stopToken);
            }
        }

        await EndAsync();
    }

    private async Task StoreAsync(List<PendingDelivery> batch, CancellationToken stopToken)
    {
        var isSafe = false;
        var began = clock.GetTimestamp();

        try
        {
            var result = await writer!.StoreAsync(batch, CancellationToken.None);

            if (result is StoreResult.Closed)
            {
                // Nothing has landed, so the same batch may be stored under another id.
                await writer.DisposeAsync();
                writer = null;
                result = await TryOpenAsync(stopToken) ? await writer!.StoreAsync(batch, CancellationToken.None) : StoreResult.Refused;
            }

            isSafe = result is StoreResult.Stored;

            Note(result is StoreResult.Refused ? writer?.Refusal : null);
        }
        catch (Exception exception)
        {
            ResultUnknown(logger, batch.Count, DatabaseTrouble.TextOf(exception));
            Note(exception);
            await AbandonAsync();
        }

        foreach (var pending in batch)
        {
            pending.Complete(isSafe);
        }

        if (isSafe)
        {
            metrics.DeliveriesSynced(clock.GetElapsedTime(began));
            Stored();
        }
        else if (writer is not null)
        {
            // A full disk, say: without a pause every delivery would be sent to a database that refuses it.
            await Task.Delay(Pause, clock, stopToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }
    }

    /// <summary>
    /// Lets the next batch gather for a moment while handling lags behind: fewer and larger commits leave it more of the database and of the processor. Without it, senders that wait for
    /// their answers before they send more would take all there is.
    /// </summary>
    private async Task LagAsync(CancellationToken stopToken)
    {
        if (slots.Open > Lag)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(Math.Min(LongestLag, slots.Open / Lag)), clock, stopToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }
    }

    private async Task<bool> TryOpenAsync(CancellationToken stopToken)
    {
        try
        {
            writer = await WriterConnection.OpenAsync(database, ownership.Id, bodies, stopToken);
            Note(null);
            return true;
        }
        catch (Exception exception)
        {
            Note(exception);
            return false;
        }
    }

    /// <summary>The old id is closed as soon as the database can be reached: until then nobody can tell what is stored under it.</summary>
    private async Task AbandonAsync()
    {
        unclosed.Enqueue(writer!.Id);
        await writer.DisposeAsync();
        writer = null;
    }

    /// <summary>Closes the ids under which the result of a commit is unknown. Waits for a batch that is being committed under one of them.</summary>
    public async Task CloseOldAsync(CancellationToken cancellationToken)
    {
        while (unclosed.TryPeek(out var id))
        {
            await using var close = database.Command("update {s}.writer set closed_at = clock_timestamp() where id = $1 and closed_at is null", id);
            await close.ExecuteNonQueryAsync(cancellationToken);
            unclosed.TryDequeue(out _);
        }
    }

    private async Task EndAsync()
    {
        queue.Close();

        while (queue.Take() is { } left)
        {
            left.ForEach(static pending => pending.Complete(isSafe: false));
            queue.Finish();
        }

        if (writer is null)
        {
            return;
        }

        try
        {
            await AbandonAsync();
            await CloseOldAsync(CancellationToken.None);
        }
        catch (Exception exception) when (DatabaseTrouble.Is(exception))
        {
            // Others close the writers of an instance whose lease has run out.
        }
    }

    private void Note(Exception? exception)
    {
        var text = exception is null ? null : DatabaseTrouble.TextOf(exception);
        var before = trouble;
        trouble = text;

        if (text is not null && before is null)
        {
            CannotStore(logger, text);
        }
        else if (text is null && before is not null)
        {
            CanStore(logger);
        }
    }

    [LoggerMessage(1710, LogLevel.Error, "Deliveries are answered with 503 because the database does not store them: {Problem}")]
    private static partial void CannotStore(ILogger logger, string problem);

    [LoggerMessage(1711, LogLevel.Information, "The database stores deliveries again")]
    private static partial void CanStore(ILogger logger);

    [LoggerMessage(1712, LogLevel.Warning, "The result of storing {Count} deliveries is unknown, so they were answered with 503: {Problem}")]
    private static partial void ResultUnknown(ILogger logger, int count, string problem);
}
