using System.Text;
using WebhookReceiver.Tests.Receiving;

namespace WebhookReceiver.Tests.Durability.Harness;

/// <summary>Reads a ledger that another process may be writing.</summary>
internal static class LedgerFile
{
    public static IReadOnlyList<LedgerEntry> Read(string path) => [.. Lines(path).Select(LedgerEntry.TryRead).OfType<LedgerEntry>()];

    /// <summary>Waits until the entries that another process writes satisfy the condition.</summary>
    public static async Task<IReadOnlyList<LedgerEntry>> UntilAsync(
        string path, Func<IReadOnlyList<LedgerEntry>, bool> condition, CancellationToken cancellationToken)
    {
        var entries = new List<LedgerEntry>();
        var read = 0L;
        await FolderWatch.UntilAsync(
            path,
            () =>
            {
                read = ReadOn(path, read, entries);
                return condition(entries);
            },
            cancellationToken);
        return entries;
    }

    /// <summary>Reads complete lines; what follows the last line end is still being written.</summary>
    public static IReadOnlyList<string> Lines(string path)
    {
        if (!File.Exists(path))
        {
            return [];
        }

        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(stream);
        var text = reader.ReadToEnd();
        var end = text.LastIndexOf('\n');
        return end < 0 ? [] : text[..end].Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>Adds the entries of the lines that were completed since: to parse all of them again would take longer than the process takes to write the next.</summary>
    /// <returns>The end of the last complete line.</returns>
    private static long ReadOn(string path, long from, List<LedgerEntry> entries)
    {
        if (!File.Exists(path))
        {
            return from;
        }

        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[stream.Length - from];
        stream.Seek(from, SeekOrigin.Begin);
        stream.ReadExactly(bytes);
        var end = Array.LastIndexOf(bytes, (byte)'\n') + 1;
        entries.AddRange(Encoding.UTF8.GetString(bytes, 0, end).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(LedgerEntry.TryRead).OfType<LedgerEntry>());
        return from + end;
    }
}
