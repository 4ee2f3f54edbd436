namespace WebhookReceiver.Journal.Disk;

/// <summary>The file system of Linux, through C library calls.</summary>
internal sealed class PosixDisk : IDisk
{
    private const int ReadOnly = 0;
    private const int ReadWrite = 2;
    private const int CreateIt = 0x40;
    private const int Exclusive = 0x80;
    private static readonly int DirectoryOnly = LibC.IsArm ? 0x4000 : 0x10000;

    public void CreateDirectory(string path) => OwnerOnlyFolder.Create(path);

    public IReadOnlyList<string> FilesIn(string directory) =>
        Directory.Exists(directory) ? [.. Directory.EnumerateFiles(directory).Select(static file => Path.GetFileName(file)!)] : [];

    public IDiskFile Create(string path) => new PosixFile(path, ReadWrite | CreateIt | Exclusive);

    public IDiskFile Open(string path) => new PosixFile(path, ReadOnly);

    public IDiskFile OpenToWrite(string path) => new PosixFile(path, ReadWrite);

    public void Delete(string path) => File.Delete(path);

    public void SyncDirectory(string path)
    {
        using var directory = PosixFile.OpenHandle(path, ReadOnly | DirectoryOnly);

        if (LibC.FSync(directory) is not 0)
        {
            throw LibC.Failure("fsync", path);
        }
    }

    public IDisposable Lock(string path) => FolderLock.Take(path);

    public IDisposable? LockAsItIs(string path) => FolderLock.TakeAsItIs(path);

    public long FreeBytes(string directory) => new DriveInfo(directory).AvailableFreeSpace;
}
