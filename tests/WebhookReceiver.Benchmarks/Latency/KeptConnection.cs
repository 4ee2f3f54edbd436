using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace WebhookReceiver.Benchmarks;

/// <summary>One connection over which ready requests are sent and their answers read, by the thread that calls: nothing else runs that could be late.</summary>
internal sealed class KeptConnection : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
    {
        NoDelay = true,
        SendTimeout = (int)Patience.TotalMilliseconds,
        ReceiveTimeout = (int)Patience.TotalMilliseconds,
    };

    private readonly byte[] buffer = new byte[8192];

    public KeptConnection(int port) => socket.Connect(new IPEndPoint(IPAddress.Loopback, port));

    /// <returns>The status, when the answer has been read to its end.</returns>
    /// <exception cref="BenchmarkFailedException">There was no answer, or one that cannot be read here.</exception>
    public int Send(ReadOnlySpan<byte> request)
    {
        try
        {
            while (request.Length > 0)
            {
                request = request[socket.Send(request)..];
            }

            return ReadAnswer();
        }
        catch (SocketException exception)
        {
            throw new BenchmarkFailedException($"A request was not answered: {exception.Message}", exception);
        }
    }

    public void Dispose() => socket.Dispose();

    private int ReadAnswer()
    {
        var filled = 0;

        while (true)
        {
            var read = socket.Receive(buffer.AsSpan(filled));
            filled += read;

            if (buffer.AsSpan(0, filled).IndexOf("\r\n\r\n"u8) is >= 0 and var head)
            {
                var text = Encoding.ASCII.GetString(buffer, 0, head);
                return filled == head + 4 + BodyLength(text) ? int.Parse(text.AsSpan(9, 3), CultureInfo.InvariantCulture) : throw Unreadable(text);
            }

            if (read is 0 || filled == buffer.Length)
            {
                throw Unreadable(Encoding.ASCII.GetString(buffer, 0, filled));
            }
        }
    }

    /// <summary>Answers to deliveries have no body; one that has would have to be waited for.</summary>
    private static int BodyLength(string head)
    {
        const string name = "\r\nContent-Length: ";
        var at = head.IndexOf(name, StringComparison.OrdinalIgnoreCase);

        return at < 0 ? throw Unreadable(head) : int.Parse(head.AsSpan(at + name.Length).TrimEnd()[..1], CultureInfo.InvariantCulture);
    }

    private static BenchmarkFailedException Unreadable(string answer) => new($"An answer cannot be read:\n{answer}");
}
