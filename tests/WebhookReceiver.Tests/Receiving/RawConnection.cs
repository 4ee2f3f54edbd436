using System.Net;
using System.Net.Sockets;
using System.Text;

namespace WebhookReceiver.Tests.Receiving;

/// <summary>A TCP connection on which a test writes what no HTTP client would let it write.</summary>
internal sealed class RawConnection : IDisposable
{
    /// <summary>A server that neither answers nor closes the connection within this time has forgotten it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TcpClient client = new();

    private RawConnection()
    {
    }

    private NetworkStream Stream { get; set; } = null!;

    public static async Task<RawConnection> OpenAsync(Uri server, CancellationToken cancellationToken)
    {
        var connection = new RawConnection();
        connection.client.NoDelay = true;
        await connection.client.ConnectAsync(IPAddress.Loopback, server.Port, cancellationToken);
        connection.Stream = connection.client.GetStream();
        return connection;
    }

    public Task SendAsync(string text, CancellationToken cancellationToken) => SendAsync(Encoding.Latin1.GetBytes(text), cancellationToken);

    public async Task SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) => await Stream.WriteAsync(bytes, cancellationToken);

    /// <summary>Sends as much as the server accepts: a server that has answered and closed accepts no more, but its answer can still be read.</summary>
    public async Task SendAllAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        try
        {
            await SendAsync(bytes, cancellationToken);
        }
        catch (IOException)
        {
            // Closed by the server.
        }
    }

    /// <summary>Closes this direction of the connection; the other one can still be read.</summary>
    public void FinishSending()
    {
        try
        {
            client.Client.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // Closed by the server.
        }
    }

    /// <summary>Ends the connection with a reset instead of an orderly close.</summary>
    public void Reset()
    {
        client.Client.LingerState = new LingerOption(enable: true, seconds: 0);
        client.Close();
    }

    /// <summary>Reads everything until the server closes the connection; a reset counts as the end.</summary>
    public async Task<string> ReadToEndAsync(CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        var received = new MemoryStream();
        var buffer = new byte[16 * 1024];

        try
        {
            while (await Stream.ReadAsync(buffer, patience.Token) is > 0 and var count)
            {
                received.Write(buffer.AsSpan(0, count));
            }
        }
        catch (IOException)
        {
            // A reset: what came before it is the server's answer.
        }

        return Encoding.Latin1.GetString(received.ToArray());
    }

    /// <summary>Reads up to and including the first empty line: status line and headers of one answer.</summary>
    public async Task<string> ReadHeadAsync(CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        var received = new StringBuilder();
        var one = new byte[1];

        while (!received.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && await Stream.ReadAsync(one, patience.Token) is 1)
        {
            received.Append((char)one[0]);
        }

        return received.ToString();
    }

    public void Dispose() => client.Dispose();
}
