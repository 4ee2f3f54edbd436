using WebhookReceiver.Journal.Disk;

namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>The journal's folder, for other files that are kept in it.</summary>
internal sealed class JournalFolder(IDisk disk, InboxFolder folder, FolderClaim claim) : IStoreFolder
{
    public string Path => folder.Path;

    public Task Taken => claim.Taken;

    /// <summary>Written under a temporary name first, so that nobody reads a half-written file.</summary>
    public void Write(string name, ReadOnlySpan<byte> content)
    {
        var path = System.IO.Path.Combine(folder.Path, name);
        var unfinished = path + ".new";

        // Left by a start that was killed halfway.
        File.Delete(unfinished);

        using (var file = disk.Create(unfinished))
        {
            file.Write(0, content);
            file.Sync();
        }

        File.Move(unfinished, path, overwrite: true);
        disk.SyncDirectory(folder.Path);
    }

    public void Delete(string name)
    {
        if (disk.FilesIn(folder.Path).Contains(name, StringComparer.Ordinal))
        {
            disk.Delete(System.IO.Path.Combine(folder.Path, name));
        }
    }
}
