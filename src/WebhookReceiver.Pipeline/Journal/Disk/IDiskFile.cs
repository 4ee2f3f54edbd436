namespace WebhookReceiver.Journal.Disk;

/// <summary>An open file. Every method throws <see cref="IOException"/> when the operating system says that it failed.</summary>
internal interface IDiskFile : IDisposable
{
    long Length { get; }

    /// <summary>Reads up to the end of the buffer or of the file, whichever comes first.</summary>
    int Read(long offset, Span<byte> buffer);

    /// <summary>Writes all bytes or throws.</summary>
    void Write(long offset, ReadOnlySpan<byte> bytes);

    /// <summary>
    /// Makes what was written durable, the length included. When it throws it must not be called again: the operating system reports a lost write
    /// once, and the next call would succeed with the data gone.
    /// </summary>
    void Sync();

    /// <summary>
    /// What is read from now on is what the disk has. After a sync that failed the operating system takes what it could not write for written, and goes on to show it
    /// to whoever reads: to the next life of the process as well, and then the power goes. To be called after a sync that succeeded.
    /// </summary>
    void DropCache();
}
