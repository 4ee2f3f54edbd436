using WebhookReceiver.Postgres.Tests.Harness;
using Xunit;

[assembly: AssemblyFixture(typeof(PostgresServer))]
