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
        IReadOnlyList<LedgerEntry> entries = [];
        await FolderWatch.UntilAsync(path, () => condition(entries = Read(path)), cancellationToken);
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
}
