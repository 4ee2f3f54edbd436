using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace WebhookReceiver.Benchmarks;

/// <summary>
/// A connection of a sender that is let down at times: what is not answered by the deadline counts as a failure, and the run goes on. The calling thread
/// waits in the kernel for its own socket, so an attack that keeps this process busy does not make the answers look late.
/// </summary>
internal sealed class GenuineConnection : IDisposable
{
    private readonly Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] buffer = new byte[4096];

    private GenuineConnection()
    {
    }

    /// <summary>The server has said that it closes the connection after the answer.</summary>
    public bool IsLast { get; private set; }

    /// <param name="port">Of the loopback address.</param>
    /// <param name="deadline">A timestamp of <see cref="TimeProvider.System"/>.</param>
    /// <returns>Null when the server has not accepted it by then.</returns>
    public static GenuineConnection? TryOpen(int port, long deadline)
    {
        var connection = new GenuineConnection();

        try
        {
            if (connection.socket.ConnectAsync(IPAddress.Loopback, port).Wait(Left(deadline)))
            {
                connection.socket.Blocking = false;
                return connection;
            }
        }
        catch (AggregateException exception) when (exception.InnerException is SocketException)
        {
            // Refused.
        }

        connection.Dispose();
        return null;
    }

    /// <returns>The status; null when there was no answer by the deadline, or the server has closed the connection.</returns>
    public int? Send(ReadOnlySpan<byte> request, long deadline)
    {
        while (request.Length > 0)
        {
            if (!socket.Poll(Left(deadline), SelectMode.SelectWrite))
            {
                return null;
            }

            var sent = socket.Send(request, SocketFlags.None, out var error);

            if (error is not (SocketError.Success or SocketError.WouldBlock))
            {
                return null;
            }

            request = request[sent..];
        }

        return ReadAnswer(deadline);
    }

    public void Dispose() => socket.Dispose();

    /// <summary>Answers to deliveries have no body, so an answer ends with its head.</summary>
    private int? ReadAnswer(long deadline)
    {
        var filled = 0;

        while (filled < buffer.Length && socket.Poll(Left(deadline), SelectMode.SelectRead))
        {
            var read = socket.Receive(buffer.AsSpan(filled), SocketFlags.None, out var error);

            if (error is SocketError.WouldBlock)
            {
                continue;
            }

            if (read is 0)
            {
                return null;
            }

            filled += read;

            if (buffer.AsSpan(0, filled).IndexOf("\r\n\r\n"u8) is >= 0 and var end)
            {
                IsLast = Encoding.ASCII.GetString(buffer, 0, end).Contains("\r\nConnection: close", StringComparison.OrdinalIgnoreCase);
                return int.Parse(buffer.AsSpan(9, 3), CultureInfo.InvariantCulture);
            }
        }

        return null;
    }

    private static TimeSpan Left(long deadline)
    {
        var left = TimeProvider.System.GetElapsedTime(TimeProvider.System.GetTimestamp(), deadline);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }
}
