namespace WebhookReceiver.Postgres;

/// <summary>Stores what is imported. It belongs to no instance, so instances that are running take its writer for one of the dead and close it; it goes on with another.</summary>
internal sealed class ImportWriter(Database database) : IAsyncDisposable
{
    private WriterConnection? writer;

    /// <exception cref="IOException">The database refused the batch.</exception>
    public async Task StoreAsync(List<PendingDelivery> batch, CancellationToken cancellationToken)
    {
        while (true)
        {
            writer ??= await WriterConnection.OpenAsync(database, instance: 0, stored: null, cancellationToken);

            switch (await writer.StoreAsync(batch, cancellationToken))
            {
                case StoreResult.Stored:
                    return;
                case StoreResult.Closed:
                    // Nothing of the batch has landed.
                    await DisposeAsync();
                    break;
                default:
                    throw new IOException($"The database refused a delivery: {writer.Refusal?.Message}", writer.Refusal);
            }
        }
    }

    /// <summary>Nothing more follows, so the instances need not look for it once everything is settled.</summary>
    public async Task CloseAsync(CancellationToken cancellationToken)
    {
        if (writer is { Id: var id })
        {
            await using var close = database.Command("update {s}.writer set closed_at = clock_timestamp() where id = $1 and closed_at is null", id);
            await close.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (writer is not null)
        {
            await writer.DisposeAsync();
            writer = null;
        }
    }
}
