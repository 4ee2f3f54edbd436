using System.ComponentModel;
using System.Runtime.InteropServices;

namespace WebhookReceiver.Journal.Disk;

/// <summary>
/// C library calls for which the framework has no equivalent, or none that reports failures: <c>FileStream.Flush(true)</c> and
/// <c>RandomAccess.FlushToDisk</c> return as if they had succeeded when the disk reports an error, and <c>RandomAccess.Write</c> continues after a short
/// write without a word.
/// </summary>
internal static partial class LibC
{
    public const int EPERM = 1;
    public const int EINTR = 4;
    public const int EACCES = 13;
    public const int LOCK_EX = 2;
    public const int LOCK_NB = 4;
    public const int F_FULLFSYNC = 51;
    public const int POSIX_FADV_DONTNEED = 4;

    /// <summary>Some flags of <c>open</c> have different values on ARM than on the other architectures that .NET supports.</summary>
    public static readonly bool IsArm = RuntimeInformation.ProcessArchitecture is Architecture.Arm64 or Architecture.Arm;

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int Open(string path, int flags, int mode);

    [LibraryImport("libc", EntryPoint = "pwrite", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial nint PWrite(SafeHandle file, in byte bytes, nint count, nint offset);

    [LibraryImport("libc", EntryPoint = "fdatasync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int FDataSync(SafeHandle file);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int FSync(SafeHandle file);

    [LibraryImport("libc", EntryPoint = "posix_fadvise")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int FAdvise(SafeHandle file, nint offset, nint length, int advice);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int FCntl(SafeHandle file, int command);

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int FLock(SafeHandle file, int operation);

    /// <summary>The exception for the last failed call, of the same type as the framework's: denied access is not a failure of the disk.</summary>
    public static Exception Failure(string call, string path)
    {
        var error = Marshal.GetLastPInvokeError();
        var message = $"{call} of {path} failed: {new Win32Exception(error).Message} (errno {error})";
        return error is EPERM or EACCES ? new UnauthorizedAccessException(message) : new IOException(message);
    }
}
