using System.Net;
using System.Net.Sockets;

namespace WebhookReceiver.Postgres.Tests.Harness;

/// <summary>A proxy in front of the server that cuts connections between a commit and its answer: once told to, it passes on what the client sends and none of what the server answers.</summary>
internal sealed class CuttingProxy : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stopping = new();
    private readonly int server;
    private readonly Task accepting;
    private volatile byte[]? trigger;
    private int cuts;

    public CuttingProxy(int server)
    {
        this.server = server;
        listener.Start();
        accepting = Task.Run(AcceptAsync);
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>How many connections were cut.</summary>
    public int Cuts => Volatile.Read(ref cuts);

    /// <summary>Cuts the next connection on which the client sends this text, after the server has answered it.</summary>
    public void CutAfter(string text) => trigger = System.Text.Encoding.UTF8.GetBytes(text);

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        listener.Stop();
        await accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        stopping.Dispose();
        listener.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!stopping.IsCancellationRequested)
        {
            var client = await listener.AcceptTcpClientAsync(stopping.Token);
            _ = Task.Run(() => ServeAsync(client));
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var end = client;
        using var upstream = new TcpClient();
        await upstream.ConnectAsync(IPAddress.Loopback, server, stopping.Token);
        var cut = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var isCutting = false;

        var up = CopyAsync(client.GetStream(), upstream.GetStream(), read =>
        {
            if (trigger is { } text && read.Span.IndexOf(text) >= 0)
            {
                trigger = null;
                isCutting = true;
            }

            return true;
        });
        var down = CopyAsync(upstream.GetStream(), client.GetStream(), _ =>
        {
            if (isCutting)
            {
                // The server has answered, so the commit has happened; the client never learns of it.
                Interlocked.Increment(ref cuts);
                cut.TrySetResult();
                return false;
            }

            return true;
        });

        await Task.WhenAny(up, down, cut.Task);
    }

    private async Task CopyAsync(NetworkStream from, NetworkStream to, Func<ReadOnlyMemory<byte>, bool> pass)
    {
        var buffer = new byte[64 * 1024];

        try
        {
            while (await from.ReadAsync(buffer, stopping.Token) is > 0 and var count && pass(buffer.AsMemory(0, count)))
            {
                await to.WriteAsync(buffer.AsMemory(0, count), stopping.Token);
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // The other side has gone.
        }
    }
}
