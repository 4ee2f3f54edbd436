using System.Globalization;

namespace WebhookReceiver.Benchmarks;

/// <summary>
/// Which connections the server still holds, as the kernel lists them. A client that does not read cannot know: what is left of the answers comes
/// before the end of the connection.
/// </summary>
internal static class ServerSockets
{
    private const string List = "/proc/net/tcp";
    private const string Established = "01";

    private const int LocalAddress = 1;
    private const int RemoteAddress = 2;
    private const int State = 3;
    private const int Inode = 9;

    /// <param name="serverPort">Of the loopback address.</param>
    /// <param name="clientPorts">The other ends of the connections that count.</param>
    public static int CountOpen(int serverPort, IReadOnlySet<int> clientPorts) =>
        File.ReadLines(List)
            .Skip(1)
            .Select(static line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Count(fields => PortOf(fields[LocalAddress]) == serverPort && clientPorts.Contains(PortOf(fields[RemoteAddress])) && IsHeld(fields));

    /// <summary>
    /// A connection that the process has closed, and of which the kernel still sends the rest, belongs to no file any more. One that waits to be accepted
    /// belongs to none yet, but is established.
    /// </summary>
    private static bool IsHeld(string[] fields) => fields[Inode] is not "0" || fields[State] is Established;

    private static int PortOf(string address) =>
        int.Parse(address.AsSpan(address.IndexOf(':', StringComparison.Ordinal) + 1), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
