using System.Globalization;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace WebhookReceiver.Journal.Disk;

/// <summary>
/// Reserves a folder for one process. The lock is released when the process ends, however that happens; the file's contents only say who holds it.
/// </summary>
internal sealed class FolderLock : IDisposable
{
    private const int ReadOnly = 0;
    private const int ReadWrite = 0x2;
    private const int CreateMissing = 0x40;

    private readonly SafeFileHandle file;

    private FolderLock(SafeFileHandle file) => this.file = file;

    /// <exception cref="FolderInUseException">Another process holds it.</exception>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">Access to the file is denied.</exception>
    public static FolderLock Take(string path)
    {
        var taken = Lock(Open(path, isReadOnly: false), path);

        try
        {
            RandomAccess.SetLength(taken.file, 0);
            RandomAccess.Write(
                taken.file,
                Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"process {Environment.ProcessId} on {Environment.MachineName}")),
                fileOffset: 0);
            return taken;
        }
        catch
        {
            taken.Dispose();
            throw;
        }
    }

    /// <summary>The same without writing anything. While this is held, the file's contents name a process that is gone.</summary>
    /// <returns>Null when there is no file.</returns>
    public static FolderLock? TakeAsItIs(string path) => File.Exists(path) ? Lock(Open(path, isReadOnly: true), path) : null;

    public void Dispose() => file.Dispose();

    private static FolderLock Lock(SafeFileHandle opened, string path)
    {
        if (!OperatingSystem.IsLinux() || LibC.FLock(opened, LibC.LOCK_EX | LibC.LOCK_NB) is 0)
        {
            return new FolderLock(opened);
        }

        using (opened)
        {
            throw new FolderInUseException($"it is in use by {HolderIn(opened)} ({path})");
        }
    }

    /// <summary>
    /// On Linux through the C library, because the framework takes its own lock when it opens the file, and could then not read who holds it.
    /// </summary>
    private static SafeFileHandle Open(string path, bool isReadOnly) => OperatingSystem.IsLinux()
        ? PosixFile.OpenHandle(path, isReadOnly ? ReadOnly : ReadWrite | CreateMissing)
        : File.OpenHandle(path, isReadOnly ? FileMode.Open : FileMode.OpenOrCreate, isReadOnly ? FileAccess.Read : FileAccess.ReadWrite, FileShare.None);

    private static string HolderIn(SafeFileHandle opened)
    {
        Span<byte> text = stackalloc byte[200];
        var length = RandomAccessFile.ReadAll(opened, 0, text);
        return length is 0 ? "another process" : Encoding.UTF8.GetString(text[..length]);
    }
}
