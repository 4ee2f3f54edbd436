using System.Net;
using WebhookReceiver.Postgres.Tests.Harness;
using WebhookReceiver.Tests.Durability.Harness;
using WebhookReceiver.Tests.Receiving;
using Xunit;

namespace WebhookReceiver.Tests.Durability.Cluster;

/// <summary>The database is on its own small disk, and the failure is real.</summary>
public sealed class When_the_disk_of_the_database_is_full
{
    [ThoroughFact]
    [Trait("row", "P16")]
    public async Task Deliveries_are_refused_until_there_is_room_and_nothing_acknowledged_is_lost()
    {
        Machine.Needs("mkfs.ext4", "mount", "umount", "losetup");
        await using var disk = await LoopDisk.CreateAsync(megabytes: 200);
        await Machine.RunAsync("chmod", "a+rwx", disk.Root, Path.GetDirectoryName(disk.Root)!);
        await using var server = new PostgresServer(disk.Root);
        await server.InitializeAsync();
        var schema = server.NewSchema();
        await using var cluster = new ReceiverCluster(schema, server.ConnectionString());
        await cluster.StartAsync(server.ConnectionString());
        await using var load = new LoadDriver(new LoadShape { Rate = 150, Messages = int.MaxValue, Connections = 8, Length = static random => random.Next(2_000, 20_000), BothOneIn = 20 });
        load.Start(cluster.Callbacks[0]);
        load.Targets = cluster.Callbacks;
        await load.UntilAcknowledgedAsync(100, Patience.Token);
        var filler = Path.Combine(disk.Root, "filler");

        await cluster.LosingAsync(cluster.Instances, async () =>
        {
            Fill(filler);
            await load.Record.UntilAsync(static record => record.Answers.Any(static answer => answer.Status is HttpStatusCode.ServiceUnavailable), "a delivery was refused").WaitAsync(Patience.Token);
            await load.Record.UntilAsync(static record => record.Answers.Count > record.Acknowledgements + 40, "more were refused").WaitAsync(Patience.Token);
            File.Delete(filler);

            // When there is no room for its log, the server ends itself, and is started again by whatever watches it.
            await server.StartAgainAsync();
            await load.UntilAcknowledgedAsync(load.Record.Acknowledgements + 200, Patience.Token);
            await cluster.ShareAsync(server.ConnectionString());
        });

        await load.StopAsync();
        (await cluster.DrainAndJudgeAsync(load.Record, server.ConnectionString())).Enforce();
    }

    private static void Fill(string path)
    {
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        var block = new byte[64 * 1024];

        for (var size = block.Length; size >= 4096; size /= 4)
        {
            try
            {
                while (true)
                {
                    file.Write(block, 0, size);
                }
            }
            catch (IOException)
            {
                // As much of it as there is room for.
            }
        }

        file.Flush(flushToDisk: true);
    }
}
