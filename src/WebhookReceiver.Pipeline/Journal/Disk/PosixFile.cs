using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace WebhookReceiver.Journal.Disk;

/// <summary>An open file of <see cref="PosixDisk"/>.</summary>
internal sealed class PosixFile(string path, int flags) : IDiskFile
{
    private const int CloseOnExec = 0x80000;
    private const int OwnerOnly = 0x180;

    private static readonly int NoFollow = LibC.IsArm ? 0x8000 : 0x20000;

    private readonly SafeFileHandle handle = OpenHandle(path, flags);

    public long Length => RandomAccess.GetLength(handle);

    /// <summary>Through the C library, because the framework would follow a symbolic link planted in the folder.</summary>
    public static SafeFileHandle OpenHandle(string path, int flags)
    {
        int descriptor;

        do
        {
            descriptor = LibC.Open(path, flags | CloseOnExec | NoFollow, OwnerOnly);
        }
        while (descriptor < 0 && Marshal.GetLastPInvokeError() is LibC.EINTR);

        return descriptor < 0 ? throw LibC.Failure("open", path) : new SafeFileHandle(descriptor, ownsHandle: true);
    }

    public int Read(long offset, Span<byte> buffer) => RandomAccessFile.ReadAll(handle, offset, buffer);

    /// <remarks>
    /// A short write is a failure. To a regular file it occurs only where the disk is full, a limit is reached, or something is wrong with the disk; then what
    /// the call says it has written is not to be trusted, and to continue after it could leave a hole in a frame that is then acknowledged.
    /// </remarks>
    public void Write(long offset, ReadOnlySpan<byte> bytes)
    {
        nint written;

        do
        {
            written = LibC.PWrite(handle, in MemoryMarshal.GetReference(bytes), bytes.Length, checked((nint)offset));
        }
        while (written < 0 && Marshal.GetLastPInvokeError() is LibC.EINTR);

        if (written < 0)
        {
            throw LibC.Failure("pwrite", path);
        }

        if (written < bytes.Length)
        {
            throw new IOException($"pwrite of {path} failed: it wrote {written} of {bytes.Length} bytes");
        }
    }

    public void Sync()
    {
        if (LibC.FDataSync(handle) is not 0)
        {
            throw LibC.Failure("fdatasync", path);
        }
    }

    /// <remarks>This is only advice. Nothing depends on it unless a sync has failed, so its failure is ignored.</remarks>
    public void DropCache() => LibC.FAdvise(handle, 0, 0, LibC.POSIX_FADV_DONTNEED);

    public void Dispose() => handle.Dispose();
}
