using Microsoft.Extensions.Options;
using WebhookReceiver.Inbox;

namespace WebhookReceiver.Postgres;

/// <summary>The database as a command uses it, whether instances are running or not. It owns no slots, so replays are only marked, and the owner of the slot carries them out.</summary>
internal sealed class StoppedPostgres(Database database, Migrator migrator, PostgresOutcomes outcomes, IOptions<InboxOptions> options) : IStoppedStore
{
    public async Task<IStoreOperations> OpenAsync(bool isReadOnly, CancellationToken cancellationToken = default)
    {
        await CheckAsync(cancellationToken);
        return new PostgresOperations(database, options, service: null);
    }

    public async Task<StoreVerification> VerifyAsync(CancellationToken cancellationToken = default)
    {
        await CheckAsync(cancellationToken);
        return await new PostgresOperations(database, options, service: null).VerifyAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync() => await outcomes.FlushAsync(CancellationToken.None);

    private async Task CheckAsync(CancellationToken cancellationToken)
    {
        try
        {
            await migrator.CheckAsync(cancellationToken);
        }
        catch (Exception exception) when (DatabaseTrouble.Is(exception) && exception is not IOException)
        {
            throw DatabaseTrouble.ToIO(exception);
        }
    }
}
