using System.Net;
using System.Net.Sockets;
using WebhookReceiver.Tests.Durability.Harness;
using WebhookReceiver.Tests.Receiving;
using Xunit;

namespace WebhookReceiver.Tests.Door;

/// <summary>
/// A process with file handles for about 200 connections, and strangers who hold more than that. Connections that have proved nothing make room; proven ones are kept; and neither listener takes
/// connections from the other.
/// </summary>
[Collection(ChildProcesses.Name)]
public sealed class When_connections_are_scarce : IAsyncDisposable
{
    private const int Crowd = 400;

    private readonly List<RawConnection> crowd = [];
    private readonly ReceiverProcess receiver;

    public When_connections_are_scarce()
    {
        Machine.Needs("prlimit");
        receiver = ReceiverProcess.Start(["prlimit", "--nofile=600"], [Path.Combine(AppContext.BaseDirectory, "WebhookReceiver.dll")], settings: null);
    }

    private static CancellationToken Token => Patience.Token;

    [Fact]
    [Trait("row", "H01")]
    public async Task Senders_get_through_a_crowd_and_a_proven_connection_stays()
    {
        await receiver.UntilReadyAsync(Token);
        using var kept = await RawConnection.OpenAsync(receiver.PublicUrl, Token);
        Assert.Equal("200", await PostAsync(kept, "wamid.first"));

        await OpenCrowdAsync(receiver.PublicUrl, "POST /webhook HTTP/1.1\r\nHost: r");

        // Connections that make room take a moment to close, and until then a new one may be refused.
        await Poll.UntilAsync(() => TrySendAsync("wamid.new"), "a sender got through", Token);

        for (var number = 0; number < 20; number++)
        {
            Assert.True(await TrySendAsync($"wamid.new{number}"));
        }

        Assert.Equal("200", await PostAsync(kept, "wamid.last"));
        Assert.Equal(HttpStatusCode.OK, await receiver.HealthAsync("live", Token));
        Assert.Contains("Too many connections", receiver.Output, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("row", "H14")]
    public async Task A_crowd_on_the_operations_listener_blocks_neither()
    {
        await receiver.UntilReadyAsync(Token);

        await OpenCrowdAsync(receiver.OperationsUrl, "GET /health/live HTTP/1.1\r\nHost: r");

        using var sender = await RawConnection.OpenAsync(receiver.PublicUrl, Token);
        Assert.Equal("200", await PostAsync(sender, "wamid.beside"));

        // The client may find that its own connection had to make room for the crowd, and needs another.
        await Poll.UntilAsync(async () => await receiver.HealthAsync("live", Token) is HttpStatusCode.OK, "health was answered", Token);
    }

    [Fact]
    [Trait("row", "H03")]
    public async Task A_silent_connection_is_closed_long_before_an_idle_proven_one()
    {
        await receiver.UntilReadyAsync(Token);
        using var resting = await RawConnection.OpenAsync(receiver.PublicUrl, Token);
        Assert.Equal("200", await PostAsync(resting, "wamid.resting"));
        using var silent = await RawConnection.OpenAsync(receiver.PublicUrl, Token);
        var rest = resting.ReadToEndAsync(Token);

        Assert.Empty(await silent.ReadToEndAsync(Token));

        Assert.False(rest.IsCompleted);
    }

    public async ValueTask DisposeAsync()
    {
        crowd.ForEach(static connection => connection.Dispose());
        await receiver.DisposeAsync();
    }

    private static async Task<string> PostAsync(RawConnection connection, string id)
    {
        await connection.SendAsync(RawRequest.Complete(Notifications.Text("15550100300", id, "text")), Token);
        return RawRequest.StatusesIn(await connection.ReadHeadAsync(Token));
    }

    private async Task<bool> TrySendAsync(string id)
    {
        try
        {
            using var sender = await RawConnection.OpenAsync(receiver.PublicUrl, Token);
            return string.Equals(await PostAsync(sender, id), "200", StringComparison.Ordinal);
        }
        catch (Exception exception) when (exception is IOException or SocketException)
        {
            return false;
        }
    }

    /// <summary>Each of them begins a request and never finishes it.</summary>
    private async Task OpenCrowdAsync(Uri server, string beginning)
    {
        for (var number = 0; number < Crowd; number++)
        {
            try
            {
                var connection = await RawConnection.OpenAsync(server, Token);
                crowd.Add(connection);
                await connection.SendAllAsync(System.Text.Encoding.ASCII.GetBytes(beginning), Token);
            }
            catch (SocketException)
            {
                // One of the crowd that arrived while others were being closed for it, and was itself closed before this side looked.
            }
        }
    }
}
