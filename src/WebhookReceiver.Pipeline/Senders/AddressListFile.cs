using System.Net;

namespace WebhookReceiver.Senders;

/// <summary>A text file of addresses and networks, one per line; <c>#</c> begins a comment.</summary>
internal static class AddressListFile
{
    private const int LargestFile = 4 * 1024 * 1024;

    /// <exception cref="InvalidDataException">A line is neither an address nor a network, or there is none. The message says which.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file cannot be read.</exception>
    public static AddressRanges Read(string path)
    {
        if (new FileInfo(path) is { Exists: true, Length: > LargestFile })
        {
            throw new InvalidDataException($"{path} is larger than {LargestFile} bytes, which is no list of addresses.");
        }

        var networks = new List<IPNetwork>();

        foreach (var (index, line) in File.ReadLines(path).Index())
        {
            var text = line.Split('#', 2)[0].Trim();

            if (text.Length > 0)
            {
                networks.Add(AddressText.ReadNetwork(text) ?? throw new InvalidDataException(
                    $"{path}, line {index + 1} is '{text}'; it must be an address such as 192.0.2.7 or a network such as 192.0.2.0/24 or 2001:db8::/32, without bits set after its prefix."));
            }
        }

        return networks.Count > 0 ? new AddressRanges(networks) : throw new InvalidDataException($"{path} contains no address, so that everybody would be refused.");
    }
}
