using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace WebhookReceiver.Tests.Durability.Harness;

/// <summary>System calls that .NET does not make, or whose failure it does not report.</summary>
internal static partial class LibC
{
    private const uint ShutDownFileSystem = 0x8004587D;
    private const int WithoutFlushingTheLog = 2;
    private const int ReadOnly = 0;

    // The same on x64 and arm64.
    private const int CloseOnExec = 0x80000;

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
        using var handle = OpenDirectory(directory);
        var how = WithoutFlushingTheLog;

        if (IoControl(handle, ShutDownFileSystem, ref how) is not 0)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError(), "The file system could not be shut down");
        }
    }

    /// <summary>Opens it for this process alone: one that another test starts in this moment would keep it open for all its life, and with it the disk.</summary>
    public static SafeFileHandle OpenDirectory(string directory)
    {
        var handle = Open(directory, ReadOnly | CloseOnExec);

        return handle.IsInvalid ? throw new Win32Exception(Marshal.GetLastPInvokeError(), $"{directory} could not be opened") : handle;
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
