using System.ComponentModel;
using System.Runtime.InteropServices;

namespace WebhookReceiver.Journal.Disk;

/// <summary>
/// Calls of the C library for which the framework has none, or none that tells of a failure: <c>FileStream.Flush(true)</c> and
/// <c>RandomAccess.FlushToDisk</c> return as if all were well when the disk reports an error.
/// </summary>
internal static partial class LibC
{
    public const int EINTR = 4;
    public const int LOCK_EX = 2;
    public const int LOCK_NB = 4;
    public const int F_FULLFSYNC = 51;
    public const int POSIX_FADV_DONTNEED = 4;

    /// <summary>Some of the flags of <c>open</c> have other numbers there than on the other processors that .NET runs on.</summary>
    public static readonly bool IsArm = RuntimeInformation.ProcessArchitecture is Architecture.Arm64 or Architecture.Arm;

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int Open(string path, int flags, int mode);

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

    public static IOException Failure(string call, string path)
    {
        var error = Marshal.GetLastPInvokeError();
        return new IOException($"{call} of {path} failed: {new Win32Exception(error).Message} (errno {error})");
    }
}
