using System.Net;
using System.Net.Sockets;
using System.Text;

namespace WebhookReceiver.Tests.Receiving;

/// <summary>A TCP connection on which a test writes what no HTTP client would let it write.</summary>
internal sealed class RawConnection : IDisposable
{
    private readonly TcpClient client = new();

    private RawConnection()
    {
    }

    private NetworkStream Stream => client.GetStream();

    public static async Task<RawConnection> OpenAsync(Uri server, CancellationToken cancellationToken)
    {
        var connection = new RawConnection();
        connection.client.NoDelay = true;
        await connection.client.ConnectAsync(IPAddress.Loopback, server.Port, cancellationToken);
        return connection;
    }

    public Task SendAsync(string text, CancellationToken cancellationToken) => SendAsync(Encoding.Latin1.GetBytes(text), cancellationToken);

    public async Task SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) => await Stream.WriteAsync(bytes, cancellationToken);

    /// <summary>Ends this direction of the connection; the other one can still be read.</summary>
    public void FinishSending() => client.Client.Shutdown(SocketShutdown.Send);

    /// <summary>Ends the connection with a reset instead of an orderly close.</summary>
    public void Reset()
    {
        client.Client.LingerState = new LingerOption(enable: true, seconds: 0);
        client.Close();
    }

    /// <summary>Everything until the server closes the connection; a reset counts as the end.</summary>
    public async Task<string> ReadToEndAsync(CancellationToken cancellationToken)
    {
        var received = new MemoryStream();
        var buffer = new byte[16 * 1024];

        try
        {
            while (await Stream.ReadAsync(buffer, cancellationToken) is > 0 and var count)
            {
                received.Write(buffer.AsSpan(0, count));
            }
        }
        catch (IOException)
        {
            // A reset: what came before it is what the server said.
        }

        return Encoding.Latin1.GetString(received.ToArray());
    }

    /// <summary>Up to and including the first empty line: status line and headers of one answer.</summary>
    public async Task<string> ReadHeadAsync(CancellationToken cancellationToken)
    {
        var received = new StringBuilder();
        var one = new byte[1];

        while (!received.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && await Stream.ReadAsync(one, cancellationToken) is 1)
        {
            received.Append((char)one[0]);
        }

        return received.ToString();
    }

    public void Dispose() => client.Dispose();
}
