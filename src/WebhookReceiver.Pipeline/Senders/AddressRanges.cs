using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace WebhookReceiver.Senders;

/// <summary>A set of networks, sorted and merged into ranges, so that one look-up among thousands costs a few comparisons and no allocation.</summary>
internal sealed class AddressRanges
{
    private readonly (UInt128 First, UInt128 Last)[] four;
    private readonly (UInt128 First, UInt128 Last)[] six;

    public AddressRanges(IReadOnlyCollection<IPNetwork> networks)
    {
        four = Merge(networks, AddressFamily.InterNetwork);
        six = Merge(networks, AddressFamily.InterNetworkV6);
        Networks = networks.Count;
    }

    /// <summary>How many networks were given.</summary>
    public int Networks { get; }

    /// <param name="address">An address as <see cref="AddressText.Plain"/> returns it.</param>
    public bool Include(IPAddress address)
    {
        var ranges = address.AddressFamily is AddressFamily.InterNetwork ? four : six;
        var number = NumberOf(address);
        var (low, high) = (0, ranges.Length - 1);

        while (low <= high)
        {
            var middle = (low + high) / 2;

            if (number < ranges[middle].First)
            {
                high = middle - 1;
            }
            else if (number > ranges[middle].Last)
            {
                low = middle + 1;
            }
            else
            {
                return true;
            }
        }

        return false;
    }

    private static (UInt128 First, UInt128 Last)[] Merge(IEnumerable<IPNetwork> networks, AddressFamily family)
    {
        var merged = new List<(UInt128 First, UInt128 Last)>();

        foreach (var range in networks.Where(network => network.BaseAddress.AddressFamily == family).Select(RangeOf).OrderBy(static range => range.First))
        {
            if (merged.Count > 0 && (merged[^1].Last == UInt128.MaxValue || range.First <= merged[^1].Last + 1))
            {
                merged[^1] = (merged[^1].First, UInt128.Max(merged[^1].Last, range.Last));
            }
            else
            {
                merged.Add(range);
            }
        }

        return [.. merged];
    }

    private static (UInt128 First, UInt128 Last) RangeOf(IPNetwork network)
    {
        var bits = network.BaseAddress.AddressFamily is AddressFamily.InterNetwork ? 32 : 128;
        var first = NumberOf(network.BaseAddress);

        var size = bits - network.PrefixLength;
        return (first, first | (size is 0 ? 0 : UInt128.MaxValue >> (128 - size)));
    }

    private static UInt128 NumberOf(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out var length);
        return length is 4 ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }
}
