namespace WebhookReceiver.Operators;

/// <summary>Whether everybody on this machine may read or write a file or folder. The group is assumed to be deliberate, as for a log rotator; Windows has no such bits.</summary>
internal static class OpenToOthers
{
    private const UnixFileMode Others = UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    public static bool Is(string path) => !OperatingSystem.IsWindows() && Path.Exists(path) && (File.GetUnixFileMode(path) & Others) is not UnixFileMode.None;
}
