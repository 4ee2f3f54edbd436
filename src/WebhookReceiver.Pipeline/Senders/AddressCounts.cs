using System.Net;
using System.Runtime.InteropServices;

namespace WebhookReceiver.Senders;

/// <summary>Counts how often each sender did something. Bounded: beyond a number of senders the others are counted together, so that a flood from many addresses takes no more memory than one.</summary>
internal sealed class AddressCounts
{
    public const int MostSenders = 1024;

    private const int Shown = 3;

    private readonly Dictionary<AddressBlock, Sender> senders = [];
    private long others;

    public long Total { get; private set; }

    /// <summary>How many senders are counted separately.</summary>
    public int Senders => senders.Count;

    /// <returns>How often this sender did it; the sum of all others when there are too many to count separately.</returns>
    public long Add(IPAddress? address)
    {
        Total++;
        var plain = address is null ? null : AddressText.Plain(address);
        var block = AddressBlock.Of(plain);

        if (senders.Count >= MostSenders && !senders.ContainsKey(block))
        {
            return ++others;
        }

        ref var sender = ref CollectionsMarshal.GetValueRefOrAddDefault(senders, block, out var isKnown);

        if (!isKnown)
        {
            sender.Address = plain;
        }
        else if (sender.Address is { } known && !known.Equals(plain))
        {
            sender.Address = null;
        }

        return ++sender.Count;
    }

    public void Clear()
    {
        senders.Clear();
        others = 0;
        Total = 0;
    }

    /// <summary>The three busiest senders with their counts, and the sum of the rest: <c>203.0.113.7 (812), 2001:db8::/64 (90), 198.51.100.1 (3), others (12)</c>.</summary>
    public override string ToString()
    {
        var busiest = senders.OrderByDescending(static sender => sender.Value.Count).Take(Shown).ToList();
        var parts = busiest.ConvertAll(static sender => $"{sender.Value.Address?.ToString() ?? sender.Key.ToString()} ({sender.Value.Count})");
        var rest = Total - busiest.Sum(static sender => sender.Value.Count);

        if (rest > 0)
        {
            parts.Add($"others ({rest})");
        }

        return string.Join(", ", parts);
    }

    /// <summary>The entry of one sender.</summary>
    private struct Sender
    {
        /// <summary>The address, as long as the block has shown only one.</summary>
        public IPAddress? Address;
        public long Count;
    }
}
