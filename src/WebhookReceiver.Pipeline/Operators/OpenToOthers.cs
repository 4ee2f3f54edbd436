namespace WebhookReceiver.Operators;

/// <summary>Whether everybody on this machine may read or write a file or folder. Its group is taken to be chosen, as for what rotates a log; Windows has no such bits.</summary>
internal static class OpenToOthers
{
    private const UnixFileMode Others = UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    public static bool Is(string path) => !OperatingSystem.IsWindows() && Path.Exists(path) && (File.GetUnixFileMode(path) & Others) is not UnixFileMode.None;
}
