using System.Globalization;
using System.Runtime.InteropServices;

namespace WebhookReceiver.Journal;

/// <summary>
/// The name of a segment's file: its number and its epoch, a random number. Every checksum in the file is seeded with both, so that neither a frame of another
/// segment nor one of an earlier file with the same number is accepted; they are in the file name, so that a damaged header costs no frames.
/// </summary>
/// <param name="Id">Counts up from 1 across all starts.</param>
/// <param name="Epoch">Random, generated when the file is created.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct SegmentName(long Id, long Epoch)
{
    public const string Extension = ".journal";

    /// <summary>The seed of every checksum in the file.</summary>
    public uint Seed => Crc32C.Append(Crc32C.Append(0, Id), Epoch);

    public static bool TryParse(string fileName, out SegmentName name)
    {
        name = default;

        if (fileName.Length is not 33 + 8 || fileName[16] is not '-' || !fileName.EndsWith(Extension, StringComparison.Ordinal)
            || !long.TryParse(fileName.AsSpan(0, 16), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var id)
            || !long.TryParse(fileName.AsSpan(17, 16), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var epoch)
            || id <= 0)
        {
            return false;
        }

        name = new SegmentName(id, epoch);
        return true;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Id:x16}-{Epoch:x16}{Extension}");
}
