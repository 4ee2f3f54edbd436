using System.Buffers.Binary;
using System.Globalization;
using WebhookReceiver.Journal;
using WebhookReceiver.Journal.Disk;

namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>
/// The people whose data was erased, in a file of the folder: hashes of identifiers and times, and a checksum. Each change writes the next file and deletes the one before, so that one of them is
/// always whole. People are forgotten once nothing is stored that was received before. Thread-safe.
/// </summary>
internal sealed class ErasedPeople(IDisk disk, InboxFolder folder)
{
    private const string Extension = ".erased";
    private const int EntrySize = 16;

    private readonly Lock gate = new();
    private List<ErasedPerson>? people;
    private long number;

    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public IReadOnlyList<ErasedPerson> All()
    {
        lock (gate)
        {
            return [.. people ??= Read()];
        }
    }

    /// <summary>Adds people. It is durable when this returns.</summary>
    /// <param name="added">The people.</param>
    /// <param name="oldest">When the oldest stored delivery was received: people erased before are forgotten. Null when it is not known.</param>
    /// <exception cref="IOException">It cannot be written; nothing has changed.</exception>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public void Add(IEnumerable<ErasedPerson> added, DateTimeOffset? oldest)
    {
        lock (gate)
        {
            people ??= Read();
            var next = people.Where(person => oldest is null || person.At >= oldest).Union(added).ToList();
            Write(next);
            people = next;
        }
    }

    private List<ErasedPerson> Read()
    {
        // The newest one that is whole: a kill may have interrupted the writing of the last.
        foreach (var name in Files().OrderDescending(StringComparer.Ordinal))
        {
            number = Math.Max(number, NumberOf(name));

            if (Read(Path.Combine(folder.Path, name)) is { } found)
            {
                return found;
            }
        }

        return number is 0
            ? []
            : throw new InvalidDataException($"The list of erased people in {folder.Path} is damaged, and nothing is shown without it. Delete its file ({Extension}), and erase these people again.");
    }

    private List<ErasedPerson>? Read(string path)
    {
        using var file = disk.Open(path);
        var bytes = new byte[file.Length];
        var entries = bytes.Length / EntrySize;

        if (file.Read(0, bytes) != bytes.Length || bytes.Length != (entries * EntrySize) + sizeof(uint)
            || BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(entries * EntrySize)) != Crc32C.Append(0, bytes.AsSpan(0, entries * EntrySize)))
        {
            return null;
        }

        return [.. Enumerable.Range(0, entries).Select(index => new ErasedPerson(
            BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(index * EntrySize)),
            DateTimeOffset.FromUnixTimeMilliseconds(BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan((index * EntrySize) + sizeof(ulong))))))];
    }

    private void Write(List<ErasedPerson> next)
    {
        var bytes = new byte[(next.Count * EntrySize) + sizeof(uint)];

        foreach (var (index, person) in next.Index())
        {
            BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(index * EntrySize), person.Term);
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan((index * EntrySize) + sizeof(ulong)), person.At.ToUnixTimeMilliseconds());
        }

        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(next.Count * EntrySize), Crc32C.Append(0, bytes.AsSpan(0, next.Count * EntrySize)));
        var written = NameOf(++number);

        using (var file = disk.Create(Path.Combine(folder.Path, written)))
        {
            file.Write(0, bytes);
            file.Sync();
        }

        disk.SyncDirectory(folder.Path);

        foreach (var earlier in Files().Except([written], StringComparer.Ordinal).ToList())
        {
            disk.Delete(Path.Combine(folder.Path, earlier));
        }
    }

    private IEnumerable<string> Files() => disk.FilesIn(folder.Path).Where(static name => name.EndsWith(Extension, StringComparison.Ordinal));

    private static string NameOf(long number) => string.Create(CultureInfo.InvariantCulture, $"{number:x16}{Extension}");

    private static long NumberOf(string name) =>
        long.TryParse(Path.GetFileNameWithoutExtension(name), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
