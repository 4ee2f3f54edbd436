using System.Text.Json;
using System.Text.Json.Serialization;
using WebhookReceiver.Journal.Disk;

namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>
/// The audit log of the journal: lines of JSON at the end of a file in its folder, each synced before the action. When the file has reached <see cref="MostBytes"/> it replaces the one before,
/// so there are two at most.
/// </summary>
internal sealed partial class JournalAuditLog(IDisk disk, InboxFolder folder) : IAuditLog, IDisposable
{
    public const string FileName = "audit.jsonl";
    public const string OldFileName = "audit.1.jsonl";
    public const int DefaultMostBytes = 16 * 1024 * 1024;

    private readonly Lock gate = new();
    private IDiskFile? file;
    private long end;

    /// <summary>How long a file becomes.</summary>
    public int MostBytes { get; init; } = DefaultMostBytes;

    private string Current => Path.Combine(folder.Path, FileName);

    private string Old => Path.Combine(folder.Path, OldFileName);

    public ValueTask WriteAsync(AuditEntry entry, CancellationToken cancellationToken = default)
    {
        lock (gate)
        {
            byte[] line = [.. JsonSerializer.SerializeToUtf8Bytes(entry with { Id = Guid.CreateVersion7(entry.At) }, AuditJson.Default.AuditEntry), (byte)'\n'];
            Open();

            if (end > 0 && end + line.Length > MostBytes)
            {
                Rotate();
            }

            try
            {
                // What a failed write has left behind the last line is overwritten, because nobody was told that it is there.
                file!.Write(end, line);
                file.Sync();
                end += line.Length;
            }
            catch
            {
                // A sync that failed must not be repeated on the same file handle.
                Close();
                throw;
            }
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask<IReadOnlyList<AuditEntry>> ReadAsync(AuditFilter filter, Guid? after, int atMost, CancellationToken cancellationToken = default)
    {
        lock (gate)
        {
            var files = disk.FilesIn(folder.Path);
            var entries = new[] { FileName, OldFileName }.Where(name => files.Contains(name, StringComparer.Ordinal)).SelectMany(name => EntriesIn(Path.Combine(folder.Path, name)));
            return new(entries.Behind(after).Where(filter.Fits).Take(atMost).ToList());
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            Close();
        }
    }

    private void Open()
    {
        if (file is not null)
        {
            return;
        }

        if (disk.FilesIn(folder.Path).Contains(FileName, StringComparer.Ordinal))
        {
            file = disk.OpenToWrite(Current);
            end = EndOfLastLine(file);
        }
        else
        {
            file = disk.Create(Current);
            end = 0;
            disk.SyncDirectory(folder.Path);
        }
    }

    private void Rotate()
    {
        Close();
        File.Move(Current, Old, overwrite: true);
        Open();
    }

    private void Close()
    {
        file?.Dispose();
        file = null;
    }

    /// <summary>A line that a death has cut off is overwritten: its action was not carried out.</summary>
    private static long EndOfLastLine(IDiskFile file)
    {
        var buffer = new byte[64 * 1024];

        for (var from = Math.Max(0, file.Length - buffer.Length); ; from = Math.Max(0, from - buffer.Length))
        {
            var read = file.Read(from, buffer);

            if (buffer.AsSpan(0, read).LastIndexOf((byte)'\n') is >= 0 and var at)
            {
                return from + at + 1;
            }

            if (from is 0)
            {
                return 0;
            }
        }
    }

    private IEnumerable<AuditEntry> EntriesIn(string path)
    {
        using var reading = disk.Open(path);

        foreach (var line in LinesBackwards.Of(reading))
        {
            if (Parse(line) is { } entry)
            {
                yield return entry;
            }
        }
    }

    /// <summary>A line that is no entry is passed over: what follows it is worth reading.</summary>
    private static AuditEntry? Parse(ReadOnlyMemory<byte> line)
    {
        try
        {
            return JsonSerializer.Deserialize(line.Span, AuditJson.Default.AuditEntry);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The form of a line.</summary>
    [JsonSerializable(typeof(AuditEntry))]
    private sealed partial class AuditJson : JsonSerializerContext;
}
