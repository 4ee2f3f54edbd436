using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace WebhookReceiver.Tests.Durability.Harness;

/// <summary>System calls that .NET does not make, or whose failure it does not report.</summary>
internal static partial class LibC
{
    private const uint ShutDownFileSystem = 0x8004587D;
    private const int WithoutFlushingTheLog = 2;
    private const int ReadOnlyDirectory = 0;

    public static void Sync(SafeFileHandle file)
    {
        if (FSync(file) is not 0)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError(), "The ledger could not be synced");
        }
    }

    /// <summary>From here on the file system writes nothing more to its disk: what a power cut does, as seen by the disk.</summary>
    /// <param name="directory">Any directory on it. Not a file: .NET locks the files it opens, and these belong to other processes.</param>
    public static void CutPower(string directory)
    {
        using var handle = Open(directory, ReadOnlyDirectory);
        var how = WithoutFlushingTheLog;

        if (handle.IsInvalid || IoControl(handle, ShutDownFileSystem, ref how) is not 0)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError(), "The file system could not be shut down");
        }
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial SafeFileHandle Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int FSync(SafeFileHandle file);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int IoControl(SafeFileHandle file, nuint request, ref int argument);
}
