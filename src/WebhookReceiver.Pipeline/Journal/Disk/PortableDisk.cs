using Microsoft.Win32.SafeHandles;

namespace WebhookReceiver.Journal.Disk;

/// <summary>
/// The file system of Windows and macOS, for development. Files are synced with each system's own call; on Windows the entries of a folder cannot be synced
/// separately. The guarantees are tested on Linux.
/// </summary>
internal sealed class PortableDisk : IDisk
{
    public void CreateDirectory(string path) => OwnerOnlyFolder.Create(path);

    public IReadOnlyList<string> FilesIn(string directory) =>
        Directory.Exists(directory) ? [.. Directory.EnumerateFiles(directory).Select(static file => Path.GetFileName(file)!)] : [];

    public IDiskFile Create(string path)
    {
        var file = new PortableFile(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete);

        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        return file;
    }

    public IDiskFile Open(string path) => new PortableFile(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

    public IDiskFile OpenToWrite(string path) => new PortableFile(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete);

    public void Delete(string path) => File.Delete(path);

    public void SyncDirectory(string path)
    {
        // On macOS, F_FULLFSYNC of a file also writes the entries of its folder; Windows has no such call.
    }

    public IDisposable Lock(string path) => FolderLock.Take(path);

    public IDisposable? LockAsItIs(string path) => FolderLock.TakeAsItIs(path);

    public long FreeBytes(string directory) => new DriveInfo(directory).AvailableFreeSpace;

    private sealed class PortableFile(string path, FileMode mode, FileAccess access, FileShare share) : IDiskFile
    {
        private readonly SafeFileHandle handle = File.OpenHandle(path, mode, access, share);

        public long Length => RandomAccess.GetLength(handle);

        public int Read(long offset, Span<byte> buffer) => RandomAccessFile.ReadAll(handle, offset, buffer);

        public void Write(long offset, ReadOnlySpan<byte> bytes) => RandomAccess.Write(handle, bytes, offset);

        public void Sync()
        {
            if (!OperatingSystem.IsMacOS())
            {
                RandomAccess.FlushToDisk(handle);
            }
            else if (LibC.FCntl(handle, LibC.F_FULLFSYNC) < 0)
            {
                throw LibC.Failure("fcntl(F_FULLFSYNC)", path);
            }
        }

        public void DropCache()
        {
            // Neither system can do this for a file that is already open.
        }

        public void Dispose() => handle.Dispose();
    }
}
