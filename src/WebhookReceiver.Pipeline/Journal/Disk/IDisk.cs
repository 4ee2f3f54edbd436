namespace WebhookReceiver.Journal.Disk;

/// <summary>
/// The calls to the file system on which the journal's promises rest. They are few, so that a simulated disk can stand in for them, and each one says
/// when it failed: the framework's own flush does not.
/// </summary>
internal interface IDisk
{
    /// <summary>Creates a folder and its missing parents, for the owner alone.</summary>
    void CreateDirectory(string path);

    /// <summary>The names of the files in a folder; none when there is no such folder.</summary>
    IReadOnlyList<string> FilesIn(string directory);

    /// <summary>Creates a file that was not there before, for the owner alone.</summary>
    IDiskFile Create(string path);

    /// <summary>Opens a file for reading.</summary>
    IDiskFile Open(string path);

    void Delete(string path);

    /// <summary>Makes the entries of a folder durable: files created in it, files deleted from it.</summary>
    void SyncDirectory(string path);

    /// <summary>Keeps a folder for this process, by a lock file in it, until what is returned is disposed of or the process ends.</summary>
    /// <exception cref="IOException">Another process has it; the message says which.</exception>
    IDisposable Lock(string path);

    /// <summary>The same without writing anything, for one who only reads.</summary>
    /// <returns>Null when there is no lock file: then no process has ever taken the folder.</returns>
    /// <exception cref="IOException">Another process has it; the message says which.</exception>
    IDisposable? LockAsItIs(string path);

    /// <summary>How many bytes may still be written where this folder lies.</summary>
    long FreeBytes(string directory);
}
