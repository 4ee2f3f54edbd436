using System.Net;
using System.Net.Sockets;
using System.Text;

namespace WebhookReceiver.Tests.Durability.Cluster;

/// <summary>
/// Stands between a receiver and its database, and closes a connection when the answer to a commit is on its way. It may lead to another server later, like the fixed address of a
/// database with a standby.
/// </summary>
internal sealed class DatabaseProxy : IAsyncDisposable
{
    /// <summary>What the statement has in it that stores deliveries.</summary>
    public const string Deliveries = ".inbox (day";

    /// <summary>What the statement has in it that stores outcomes.</summary>
    public const string Outcomes = ".outcome (day";

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stopping = new();
    private readonly Lock gate = new();
    private readonly Task accepting;
    private Cut? armed;

    public DatabaseProxy(int target)
    {
        Target = target;
        listener.Start();
        accepting = Task.Run(AcceptAsync);
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>The port of the server; for new connections.</summary>
    public int Target { get; set; }

    /// <summary>
    /// Closes the next connection over which <see cref="Deliveries"/> or <see cref="Outcomes"/> was once sent, after so many bytes of the next answer. The server has committed by then, and the receiver does not know. With
    /// fewer than none, the request does not arrive either.
    /// </summary>
    /// <returns>Completes when it has happened.</returns>
    public Task CutAsync(string text, int bytes)
    {
        var cut = new Cut(text, bytes);

        lock (gate)
        {
            armed = cut;
        }

        return cut.Done.Task;
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await accepting;
        listener.Dispose();
        stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        var relays = new List<Task>();

        while (!stopping.IsCancellationRequested)
        {
            try
            {
                var client = await listener.AcceptSocketAsync(stopping.Token);
                relays.RemoveAll(static relay => relay.IsCompleted);
                relays.Add(RelayAsync(client));
            }
            catch (Exception exception) when (exception is OperationCanceledException or SocketException)
            {
                // The process may have as many files open as it may at the moment; the next connection is accepted nevertheless.
                await Task.Delay(TimeSpan.FromMilliseconds(20), CancellationToken.None);
            }
        }

        await Task.WhenAll(relays);
    }

    private async Task RelayAsync(Socket client)
    {
        using var server = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        client.NoDelay = true;

        try
        {
            await server.ConnectAsync(IPAddress.Loopback, Target, stopping.Token);
            var sent = new SentTexts();
            await Task.WhenAny(PumpAsync(client, server, sent, isAnswer: false), PumpAsync(server, client, sent, isAnswer: true));
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException)
        {
            // The server is not there.
        }
        finally
        {
            client.Dispose();
        }
    }

    private async Task PumpAsync(Socket from, Socket to, SentTexts sent, bool isAnswer)
    {
        var buffer = new byte[64 * 1024];

        try
        {
            while (await from.ReceiveAsync(buffer, stopping.Token) is > 0 and var count)
            {
                if (!isAnswer)
                {
                    sent.Note(buffer.AsSpan(0, count));
                }

                if (CutFor(sent, isAnswer) is { } cut)
                {
                    try
                    {
                        await to.SendAsync(buffer.AsMemory(0, Math.Clamp(cut.Bytes, 0, count)), stopping.Token);
                    }
                    finally
                    {
                        // Also when the other side has ended: nobody else will do it.
                        cut.Done.TrySetResult();
                    }

                    return;
                }

                await to.SendAsync(buffer.AsMemory(0, count), stopping.Token);
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // The other side has ended.
        }
    }

    private Cut? CutFor(SentTexts sent, bool isAnswer)
    {
        lock (gate)
        {
            if (armed is { } cut && isAnswer == cut.Bytes >= 0 && sent.Contains(cut.Text))
            {
                armed = null;
                return cut;
            }

            return null;
        }
    }

    private sealed record Cut(string Text, int Bytes)
    {
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>Which of the statements a connection has sent since it was opened: a prepared one is sent only once.</summary>
    private sealed class SentTexts
    {
        private static readonly string[] Wanted = [Deliveries, Outcomes];
        private static readonly int Longest = Wanted.Max(static text => text.Length);

        private readonly HashSet<string> found = new(StringComparer.Ordinal);
        private string end = string.Empty;

        public void Note(ReadOnlySpan<byte> bytes)
        {
            // A text may be in two packets.
            var joined = end + Encoding.Latin1.GetString(bytes);
            end = joined[Math.Max(0, joined.Length - Longest + 1)..];

            lock (found)
            {
                found.UnionWith(Wanted.Where(text => joined.Contains(text, StringComparison.Ordinal)));
            }
        }

        public bool Contains(string text)
        {
            lock (found)
            {
                return found.Contains(text);
            }
        }
    }
}
