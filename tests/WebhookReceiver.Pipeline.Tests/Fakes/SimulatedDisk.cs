using WebhookReceiver.Journal.Disk;

namespace WebhookReceiver.Pipeline.Tests.Fakes;

/// <summary>
/// A disk in memory that guarantees no more than a real one: bytes are durable after a sync of their file, names after a sync of their folder, and a power
/// cut leaves any part of the rest.
/// </summary>
internal sealed class SimulatedDisk : IDisk
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, SimulatedDiskContent> files = new(StringComparer.Ordinal);
    private readonly HashSet<string> folders = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SimulatedDiskContent> durableFiles = new(StringComparer.Ordinal);
    private readonly HashSet<string> durableFolders = new(StringComparer.Ordinal);
    private readonly List<(string Path, SimulatedDiskContent? Content, bool IsFolder)> changes = [];
    private readonly List<SimulatedDiskCall> calls = [];
    private readonly Random random;

    /// <param name="existing">A folder that exists already, with its parents.</param>
    /// <param name="seed">Decides what a failed sync loses.</param>
    public SimulatedDisk(string existing, int seed = 1)
    {
        random = new Random(seed);

        for (var folder = existing; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            folders.Add(folder);
            durableFolders.Add(folder);
        }
    }

    private SimulatedDisk(Random random) => this.random = new Random(random.Next());

    public SimulatedDiskFaults Faults { get; } = new();

    /// <summary>How many bytes fit on it.</summary>
    public long Capacity { get; set; } = long.MaxValue;

    public SimulatedDiskHold? Hold { get; set; }

    public IReadOnlyList<SimulatedDiskCall> Calls
    {
        get
        {
            lock (gate)
            {
                return [.. calls];
            }
        }
    }

    public IReadOnlyList<string> Paths
    {
        get
        {
            lock (gate)
            {
                return [.. files.Keys.Order(StringComparer.Ordinal)];
            }
        }
    }

    public byte[] this[string path]
    {
        get
        {
            lock (gate)
            {
                return files[path].Bytes.ToArray();
            }
        }

        set
        {
            lock (gate)
            {
                files[path] = durableFiles[path] = SimulatedDiskContent.Of(value);
            }
        }
    }

    /// <summary>Deletes a file for good, as an administrator would.</summary>
    public void Remove(string path)
    {
        lock (gate)
        {
            files.Remove(path);
            durableFiles.Remove(path);
        }
    }

    /// <summary>Damages bytes of a file, also for processes that have it open.</summary>
    /// <param name="path">Which file.</param>
    /// <param name="offset">From where.</param>
    /// <param name="count">How many.</param>
    /// <param name="onDisk">False damages only the cached copy.</param>
    public void Rot(string path, long offset, int count = 1, bool onDisk = true)
    {
        lock (gate)
        {
            files[path].Rot((int)offset, count, onDisk);
        }
    }

    /// <summary>The disk as the next process finds it after this one is killed: everything handed to the operating system is there.</summary>
    public SimulatedDisk AfterKill()
    {
        lock (gate)
        {
            var copies = files.Values.Concat(durableFiles.Values).Concat(changes.Select(static change => change.Content).OfType<SimulatedDiskContent>())
                .Distinct().ToDictionary(static content => content, static content => content.Copy());
            var next = new SimulatedDisk(random) { Capacity = Capacity };
            next.Take(folders, files.Select(file => (file.Key, copies[file.Value])));
            next.durableFolders.UnionWith(durableFolders);
            durableFiles.ToList().ForEach(file => next.durableFiles.Add(file.Key, copies[file.Value]));
            next.changes.AddRange(changes.Select(change => change with { Content = change.Content is { } content ? copies[content] : null }));
            return next;
        }
    }

    /// <summary>The disk after a power cut, in one of the possible states.</summary>
    public SimulatedDisk AfterPowerCut(Random choices)
    {
        lock (gate)
        {
            var (keptFolders, keptFiles) = (new HashSet<string>(durableFolders, StringComparer.Ordinal), durableFiles.ToDictionary(StringComparer.Ordinal));
            var mode = choices.Next(4);

            foreach (var change in changes.Where(_ => mode is 1 || (mode > 1 && choices.Next(2) is 0)))
            {
                Apply(change, keptFolders, keptFiles);
            }

            var next = new SimulatedDisk(choices) { Capacity = Capacity };
            keptFolders.RemoveWhere(folder => !IsReachable(folder, keptFolders));
            next.Take(
                keptFolders,
                keptFiles.Where(file => keptFolders.Contains(FolderOf(file.Key))).Select(file => (file.Key, file.Value.AfterPowerCut(choices))));
            next.durableFolders.UnionWith(next.folders);
            next.files.ToList().ForEach(file => next.durableFiles.Add(file.Key, file.Value));
            return next;
        }
    }

    public void CreateDirectory(string path)
    {
        Call(new SimulatedDiskCall(DiskOperation.CreateDirectory, path));

        lock (gate)
        {
            var missing = new Stack<string>();

            for (var folder = path; !folders.Contains(folder); folder = FolderOf(folder))
            {
                missing.Push(folder);
            }

            foreach (var folder in missing)
            {
                folders.Add(folder);
                changes.Add((folder, null, IsFolder: true));
            }
        }
    }

    public IReadOnlyList<string> FilesIn(string directory)
    {
        Call(new SimulatedDiskCall(DiskOperation.List, directory));

        lock (gate)
        {
            return [.. files.Keys.Where(path => FolderOf(path).Equals(directory, StringComparison.Ordinal)).Select(static path => Path.GetFileName(path)!)];
        }
    }

    public IDiskFile Create(string path)
    {
        Call(new SimulatedDiskCall(DiskOperation.Create, path));

        lock (gate)
        {
            if (!folders.Contains(FolderOf(path)) || files.ContainsKey(path))
            {
                throw new IOException($"{path} cannot be created.");
            }

            var content = new SimulatedDiskContent();
            files.Add(path, content);
            changes.Add((path, content, IsFolder: false));
            return new OpenFile(this, path, content);
        }
    }

    public IDiskFile OpenToWrite(string path) => Open(path);

    public IDiskFile Open(string path)
    {
        Call(new SimulatedDiskCall(DiskOperation.Open, path));

        lock (gate)
        {
            return new OpenFile(this, path, files.GetValueOrDefault(path) ?? throw new IOException($"{path} is not there."));
        }
    }

    public void Delete(string path)
    {
        Call(new SimulatedDiskCall(DiskOperation.Delete, path));

        lock (gate)
        {
            if (files.Remove(path))
            {
                changes.Add((path, null, IsFolder: false));
            }
        }
    }

    public void SyncDirectory(string path)
    {
        var call = new SimulatedDiskCall(DiskOperation.SyncDirectory, path);
        Hold?.Pass(path);
        Call(call);

        lock (gate)
        {
            if (!folders.Contains(path))
            {
                throw new IOException($"{path} is not there.");
            }

            changes.Where(change => FolderOf(change.Path).Equals(path, StringComparison.Ordinal)).ToList().ForEach(change => Apply(change, durableFolders, durableFiles));
            changes.RemoveAll(change => FolderOf(change.Path).Equals(path, StringComparison.Ordinal));
        }
    }

    /// <summary>Another process that has the folder locked; null for none, because each life of a process has a disk of its own.</summary>
    public string? Holder { get; set; }

    public IDisposable? LockAsItIs(string path) => Lock(path);

    public IDisposable Lock(string path) => Holder is null ? new MemoryStream() : throw new FolderInUseException($"it is in use by {Holder} ({path})");

    public long FreeBytes(string directory)
    {
        Call(new SimulatedDiskCall(DiskOperation.FreeBytes, directory));

        lock (gate)
        {
            return Capacity - Used;
        }
    }

    private long Used => files.Values.Sum(static content => (long)content.Length);

    private static string FolderOf(string path) => Path.GetDirectoryName(path) ?? string.Empty;

    private static bool IsReachable(string folder, HashSet<string> kept)
    {
        for (var parent = Path.GetDirectoryName(folder); parent is not null; parent = Path.GetDirectoryName(parent))
        {
            if (!kept.Contains(parent))
            {
                return false;
            }
        }

        return true;
    }

    private static void Apply(
        (string Path, SimulatedDiskContent? Content, bool IsFolder) change, HashSet<string> toFolders, Dictionary<string, SimulatedDiskContent> toFiles)
    {
        if (change.IsFolder)
        {
            toFolders.Add(change.Path);
        }
        else if (change.Content is { } content)
        {
            toFiles[change.Path] = content;
        }
        else
        {
            toFiles.Remove(change.Path);
        }
    }

    private void Take(IEnumerable<string> theirFolders, IEnumerable<(string Path, SimulatedDiskContent Content)> theirFiles)
    {
        folders.UnionWith(theirFolders);

        foreach (var (path, content) in theirFiles)
        {
            files.Add(path, content);
        }
    }

    private void Call(SimulatedDiskCall call)
    {
        lock (gate)
        {
            calls.Add(call);

            if (Faults.Fails(call))
            {
                throw new IOException($"{call.Operation} of {call.Path} failed: injected by the test.");
            }
        }
    }

    private void Write(SimulatedDiskContent content, string path, long offset, ReadOnlySpan<byte> bytes)
    {
        if (Hold is { HoldsWrites: true } hold)
        {
            hold.Pass(path);
        }

        lock (gate)
        {
            var call = new SimulatedDiskCall(DiskOperation.Write, path, offset, bytes.Length);
            calls.Add(call);
            var room = Math.Max(0, Capacity - Used);

            if (Faults.Fails(call))
            {
                content.Write(offset, bytes[..(bytes.Length / 2)]);
                throw new IOException($"Half of {bytes.Length} bytes were written to {path}: injected by the test.");
            }

            if (bytes.Length > room)
            {
                content.Write(offset, bytes[..(int)room]);
                throw new IOException($"No space left for {path}.");
            }

            content.Write(offset, bytes);
        }
    }

    private void Sync(SimulatedDiskContent content, string path)
    {
        Hold?.Pass(path);

        lock (gate)
        {
            var call = new SimulatedDiskCall(DiskOperation.Sync, path);
            calls.Add(call);

            if (Faults.Fails(call))
            {
                content.Lose(random);
                throw new IOException($"Sync of {path} failed: injected by the test.");
            }

            content.Sync();
        }
    }

    private void Forget(SimulatedDiskContent content)
    {
        lock (gate)
        {
            content.Forget();
        }
    }

    private int Read(SimulatedDiskContent content, string path, long offset, Span<byte> buffer)
    {
        lock (gate)
        {
            Call(new SimulatedDiskCall(DiskOperation.Read, path, offset, buffer.Length));
            return content.Read(offset, buffer);
        }
    }

    private sealed class OpenFile(SimulatedDisk disk, string path, SimulatedDiskContent content) : IDiskFile
    {
        public long Length
        {
            get
            {
                lock (disk.gate)
                {
                    return content.Length;
                }
            }
        }

        public int Read(long offset, Span<byte> buffer) => disk.Read(content, path, offset, buffer);

        public void Write(long offset, ReadOnlySpan<byte> bytes) => disk.Write(content, path, offset, bytes);

        public void Sync() => disk.Sync(content, path);

        public void DropCache() => disk.Forget(content);

        public void Dispose()
        {
            // Closing does not sync, and nothing else about it is tested.
        }
    }
}
