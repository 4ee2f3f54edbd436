using WebhookReceiver.Pipeline.Tests.Inbox.Contract;
using WebhookReceiver.Postgres.Tests.Harness;

namespace WebhookReceiver.Postgres.Tests;

/// <summary>Runs the contract over the store <c>Postgres</c>.</summary>
public sealed class PostgresStoreContractTests(PostgresServer server) : StoreContract
{
    private protected override async Task<StoreUnderTest> OpenAsync() => await PostgresStoreUnderTest.OpenAsync(server);
}
