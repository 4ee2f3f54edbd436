using System.Globalization;
using System.Net;
using System.Text;

namespace WebhookReceiver.Commands.Addresses;

/// <summary>The networks of a registry's answer, and the file that the service reads them from.</summary>
internal static class AddressList
{
    /// <summary>Shorter prefixes are mistakes in a registry that anybody may write to: no such owner has a sixteen-millionth part of all addresses in one network.</summary>
    private const int ShortestPrefix4 = 9;
    private const int ShortestPrefix6 = 20;

    /// <summary>The networks without repetitions and without those that lie inside another, in order.</summary>
    /// <param name="routes">What the registry answered.</param>
    /// <param name="refused">What of it is no network, or far too large a one.</param>
    public static IReadOnlyList<IPNetwork> Of(IEnumerable<string> routes, out IReadOnlyList<string> refused)
    {
        var networks = new HashSet<IPNetwork>();
        var bad = new List<string>();

        foreach (var route in routes)
        {
            if (IPNetwork.TryParse(route, out var network) && network.PrefixLength >= (IsFour(network) ? ShortestPrefix4 : ShortestPrefix6))
            {
                networks.Add(network);
            }
            else
            {
                bad.Add(route);
            }
        }

        refused = bad;
        var kept = new List<IPNetwork>();

        // A network comes after those that contain it, so only the last one kept can contain it.
        foreach (var network in networks.OrderBy(static network => IsFour(network) ? 0 : 1).ThenBy(static network => Convert.ToHexString(network.BaseAddress.GetAddressBytes()), StringComparer.Ordinal).ThenBy(static network => network.PrefixLength))
        {
            if (kept.Count is 0 || kept[^1].BaseAddress.AddressFamily != network.BaseAddress.AddressFamily || !kept[^1].Contains(network.BaseAddress))
            {
                kept.Add(network);
            }
        }

        return kept;
    }

    /// <summary>Replaces the file in one step: the service, which may read it at any moment, finds the old list or the new one.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It cannot be written.</exception>
    public static async Task WriteAsync(string path, IReadOnlyList<IPNetwork> networks, string origin, string server, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# {networks.Count} networks with the origin {origin}, from {server} at {now:yyyy-MM-ddTHH:mm:ssZ}\n");
        text.AppendJoin('\n', networks).Append('\n');

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var next = $"{path}.{Guid.NewGuid():N}";

        try
        {
            await File.WriteAllTextAsync(next, text.ToString(), cancellationToken);
            File.Move(next, path, overwrite: true);
        }
        finally
        {
            File.Delete(next);
        }
    }

    private static bool IsFour(IPNetwork network) => network.BaseAddress.AddressFamily is System.Net.Sockets.AddressFamily.InterNetwork;
}
