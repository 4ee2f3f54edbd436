using System.Net;
using System.Net.Sockets;
using System.Text;
using WebhookReceiver.Tests.Receiving;
using Xunit;

namespace WebhookReceiver.Tests.Durability.Cluster;

public sealed class DatabaseProxyTests
{
    [Fact]
    public async Task A_statement_is_remembered_however_much_was_sent_before_it_and_also_where_it_arrives_in_two_parts()
    {
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        await using var proxy = new DatabaseProxy(((IPEndPoint)server.LocalEndpoint).Port);
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, proxy.Port, Patience.Token);
        using var accepted = await server.AcceptTcpClientAsync(Patience.Token);
        var (sender, database) = (client.GetStream(), accepted.GetStream());
        var statement = Encoding.ASCII.GetBytes(DatabaseProxy.Outcomes);

        foreach (var part in (byte[][])[new byte[1024 * 1024], statement[..5], statement[5..]])
        {
            var arrived = database.ReadExactlyAsync(new byte[part.Length], Patience.Token);
            await sender.WriteAsync(part, Patience.Token);
            await arrived;
        }

        var cut = proxy.CutAsync(DatabaseProxy.Outcomes, bytes: 2);
        await database.WriteAsync("answer"u8.ToArray(), Patience.Token);

        await cut.WaitAsync(Patience.Token);
        Assert.True(cut.IsCompletedSuccessfully);
    }
}
