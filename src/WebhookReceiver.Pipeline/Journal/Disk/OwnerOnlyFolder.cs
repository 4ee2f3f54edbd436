namespace WebhookReceiver.Journal.Disk;

/// <summary>Folders that hold what people wrote are for their owner alone.</summary>
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
