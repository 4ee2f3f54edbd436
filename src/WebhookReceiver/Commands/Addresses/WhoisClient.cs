using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace WebhookReceiver.Commands.Addresses;

/// <summary>Asks a routing registry which networks an autonomous system announces (RFC 3912: one line is sent, and the answer ends with the connection).</summary>
/// <param name="server">The server as <c>host</c> or <c>host:port</c>.</param>
/// <param name="patience">How long one query may take in all.</param>
internal sealed class WhoisClient(string server, TimeSpan patience)
{
    private const int WhoisPort = 43;

    /// <summary>Meta's list has about 100 KB; more than this is no answer to the question.</summary>
    private const int LargestAnswer = 16 * 1024 * 1024;

    /// <summary>The values of the attributes <c>route</c> and <c>route6</c> of all objects with this origin.</summary>
    /// <exception cref="CommandFailedException">The server cannot be reached, does not answer in time, or answers too much.</exception>
    public async Task<IReadOnlyList<string>> RoutesOfAsync(string origin, CancellationToken cancellationToken)
    {
        var (host, port) = Parse(server);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(patience);

        try
        {
            using var connection = new TcpClient();
            await connection.ConnectAsync(host, port, limit.Token);
            await using var stream = connection.GetStream();
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"-i origin {origin}\r\n"), limit.Token);
            return await ReadAsync(stream, limit.Token);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new CommandFailedException($"{server} did not answer within {patience.TotalSeconds:0} seconds. The list was not changed.", exception);
        }
        catch (Exception exception) when (exception is SocketException or IOException)
        {
            throw new CommandFailedException($"{server} cannot be reached: {exception.Message}. The list was not changed.", exception);
        }
    }

    private static (string Host, int Port) Parse(string server)
    {
        var colon = server.LastIndexOf(':');

        return colon > 0 && int.TryParse(server.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= ushort.MaxValue ? (server[..colon].Trim('[', ']'), port) : (server, WhoisPort);
    }

    private async Task<IReadOnlyList<string>> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(stream, Encoding.Latin1);
        var routes = new List<string>();
        var read = 0L;

        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            read += line.Length;

            if (read > LargestAnswer)
            {
                throw new CommandFailedException($"{server} answered with more than {LargestAnswer} bytes. The list was not changed.");
            }

            var colon = line.IndexOf(':', StringComparison.Ordinal);

            if (colon > 0 && line[..colon] is "route" or "route6")
            {
                routes.Add(line[(colon + 1)..].Split('#', 2)[0].Trim());
            }
        }

        return routes;
    }
}
