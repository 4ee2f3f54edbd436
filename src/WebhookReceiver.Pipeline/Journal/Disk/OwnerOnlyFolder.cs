namespace WebhookReceiver.Journal.Disk;

/// <summary>Creates folders that only their owner can access, because they hold what people wrote.</summary>
internal static class OwnerOnlyFolder
{
    public static void Create(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else if (!Directory.Exists(path))
        {
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
