using System.Globalization;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace WebhookReceiver.Journal.Disk;

/// <summary>
/// Keeps a folder for one process. The lock goes with the process, however that ends; what is written in the file is only there to say who has it.
/// </summary>
internal sealed class FolderLock : IDisposable
{
    private const int ReadWrite = 0x2;
    private const int CreateMissing = 0x40;

    private readonly SafeFileHandle file;

    private FolderLock(SafeFileHandle file) => this.file = file;

    /// <exception cref="FolderInUseException">Another process has it.</exception>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be opened.</exception>
    public static FolderLock Take(string path)
    {
        var opened = Open(path);

        try
        {
            if (OperatingSystem.IsLinux() && LibC.FLock(opened, LibC.LOCK_EX | LibC.LOCK_NB) is not 0)
            {
                throw new FolderInUseException($"it is in use by {HolderIn(opened)} ({path})");
            }

            RandomAccess.SetLength(opened, 0);
            RandomAccess.Write(
                opened,
                Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"process {Environment.ProcessId} on {Environment.MachineName}")),
                fileOffset: 0);
            return new FolderLock(opened);
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    public void Dispose() => file.Dispose();

    /// <summary>On Linux by the C library, because the framework takes a lock of its own with the file, and cannot read who has it then.</summary>
    private static SafeFileHandle Open(string path) => OperatingSystem.IsLinux()
        ? PosixFile.OpenHandle(path, ReadWrite | CreateMissing)
        : File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);

    private static string HolderIn(SafeFileHandle opened)
    {
        Span<byte> text = stackalloc byte[200];
        var length = RandomAccessFile.ReadAll(opened, 0, text);
        return length is 0 ? "another process" : Encoding.UTF8.GetString(text[..length]);
    }
}
