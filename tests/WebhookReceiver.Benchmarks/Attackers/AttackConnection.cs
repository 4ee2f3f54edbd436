using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace WebhookReceiver.Benchmarks;

/// <summary>One connection of an attacker. Thousands of them share a few threads, so everything is asynchronous.</summary>
internal sealed class AttackConnection : IDisposable
{
    /// <summary>Small, so that thousands of connections that nobody reads at the other end take no gigabytes of the kernel's memory on this side.</summary>
    private const int SendBuffer = 64 * 1024;

    /// <summary>What an attacker who does not read has the kernel accept: the less it is, the sooner the answers stay in the memory of the server.</summary>
    private const int ReceiveBuffer = 4 * 1024;

    private const int LongestAnswer = 1024;

    /// <summary><c>IPPROTO_TCP</c> and <c>TCP_MAXSEG</c> of Linux, which the framework has no names for.</summary>
    private const int Tcp = 6;
    private const int MaxSegment = 2;

    private readonly Socket socket;
    private readonly AttackCounters counters;
    private readonly int localPort;
    private byte[]? answer;

    private AttackConnection(Socket socket, AttackCounters counters)
    {
        this.socket = socket;
        this.counters = counters;
        localPort = ((IPEndPoint)socket.LocalEndPoint!).Port;
        counters.Connected(localPort);
    }

    /// <summary>Something has arrived that was not read, or the connection is closed.</summary>
    public bool HasInput => socket.Poll(TimeSpan.Zero, SelectMode.SelectRead);

    /// <param name="server">Whom to attack.</param>
    /// <param name="segmentBytes">The largest segment that this side takes; null for what the network has.</param>
    /// <param name="counters">Where it is counted.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="SocketException">The server does not accept it.</exception>
    public static async Task<AttackConnection> OpenAsync(
        IPEndPoint server, int? segmentBytes, AttackCounters counters, CancellationToken cancellationToken)
    {
        var opened = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
        {
            NoDelay = true,
            SendBufferSize = SendBuffer,
            ReceiveBufferSize = ReceiveBuffer,
        };

        try
        {
            if (segmentBytes is { } bytes)
            {
                opened.SetRawSocketOption(Tcp, MaxSegment, BitConverter.GetBytes(bytes));
            }

            await opened.ConnectAsync(server, cancellationToken);
            return new AttackConnection(opened, counters);
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    public async Task SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) =>
        counters.Sent(await socket.SendAsync(bytes, SocketFlags.None, cancellationToken));

    /// <returns>False when the server has closed the connection.</returns>
    public async Task<bool> ReadByteAsync(CancellationToken cancellationToken)
    {
        answer ??= new byte[LongestAnswer];
        return await socket.ReceiveAsync(answer.AsMemory(0, 1), SocketFlags.None, cancellationToken) > 0;
    }

    /// <summary>Reads one answer, which is taken to have no body: none that a stranger gets has one.</summary>
    /// <returns>The status; null when the server has closed the connection.</returns>
    public async Task<int?> ReadAnswerAsync(CancellationToken cancellationToken)
    {
        answer ??= new byte[LongestAnswer];
        var filled = 0;

        while (await socket.ReceiveAsync(answer.AsMemory(filled), SocketFlags.None, cancellationToken) is > 0 and var read)
        {
            filled += read;

            if (answer.AsSpan(0, filled).EndsWith("\r\n\r\n"u8))
            {
                var status = int.Parse(answer.AsSpan(9, 3), CultureInfo.InvariantCulture);
                counters.Answered(status);
                return status;
            }
        }

        return null;
    }

    public void Dispose()
    {
        counters.Closed(localPort);
        socket.Dispose();
    }
}
