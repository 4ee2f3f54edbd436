using WebhookReceiver.Journal.Disk;

namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>The lines of a file from the last to the first, read a block at a time: the newest are near the end, and a page needs few.</summary>
internal static class LinesBackwards
{
    private const int Block = 64 * 1024;

    /// <param name="file">The file.</param>
    /// <returns>The lines without their line ends; empty ones are left out.</returns>
    public static IEnumerable<ReadOnlyMemory<byte>> Of(IDiskFile file)
    {
        // The part of a line whose beginning is in the block before.
        ReadOnlyMemory<byte> rest = default;

        for (var to = file.Length; to > 0;)
        {
            var from = Math.Max(0, to - Block);
            var block = new byte[to - from + rest.Length];
            var read = file.Read(from, block.AsSpan(0, (int)(to - from)));
            rest.CopyTo(block.AsMemory(read));
            ReadOnlyMemory<byte> text = block.AsMemory(0, read + rest.Length);

            while (text.Span.LastIndexOf((byte)'\n') is >= 0 and var at)
            {
                if (text.Length > at + 1)
                {
                    yield return text[(at + 1)..];
                }

                text = text[..at];
            }

            (rest, to) = (text, from);
        }

        if (!rest.IsEmpty)
        {
            yield return rest;
        }
    }
}
