namespace WebhookReceiver.Journal.Disk;

/// <summary>
/// The file system calls on which the journal's guarantees depend. They are few, so that a simulated disk can replace them, and each one reports its failure,
/// which the framework's own flush does not.
/// </summary>
internal interface IDisk
{
    /// <summary>Creates a folder and its missing parents, accessible to the owner only.</summary>
    void CreateDirectory(string path);

    /// <summary>The names of the files in a folder; none when the folder does not exist.</summary>
    IReadOnlyList<string> FilesIn(string directory);

    /// <summary>Creates a new file, accessible to the owner only; fails if it exists.</summary>
    IDiskFile Create(string path);

    /// <summary>Opens a file for reading.</summary>
    IDiskFile Open(string path);

    /// <summary>Opens an existing file for writing.</summary>
    IDiskFile OpenToWrite(string path);

    void Delete(string path);

    /// <summary>Makes the entries of a folder durable: files created in it, files deleted from it.</summary>
    void SyncDirectory(string path);

    /// <summary>Reserves a folder for this process with a lock file in it, until the result is disposed or the process ends.</summary>
    /// <exception cref="IOException">Another process holds it; the message names it.</exception>
    IDisposable Lock(string path);

    /// <summary>The same without writing anything, for a caller that only reads.</summary>
    /// <returns>Null when there is no lock file: then no process has ever claimed the folder.</returns>
    /// <exception cref="IOException">Another process holds it; the message names it.</exception>
    IDisposable? LockAsItIs(string path);

    /// <summary>How many bytes can still be written on the volume of this folder.</summary>
    long FreeBytes(string directory);
}
