namespace WebhookReceiver.Journal.Disk;

/// <summary>An open file. Every method throws <see cref="IOException"/> when the operating system reports a failure.</summary>
internal interface IDiskFile : IDisposable
{
    long Length { get; }

    /// <summary>Reads up to the end of the buffer or of the file, whichever comes first.</summary>
    int Read(long offset, Span<byte> buffer);

    /// <summary>Writes all bytes or throws.</summary>
    void Write(long offset, ReadOnlySpan<byte> bytes);

    /// <summary>
    /// Makes everything written durable, including the file length. When it throws it must not be called again: the operating system reports a lost write once,
    /// and the next call would succeed although the data is gone.
    /// </summary>
    void Sync();

    /// <summary>
    /// Drops cached pages, so that later reads show what the disk really has. After a failed sync the operating system treats the unwritten pages as clean and
    /// keeps serving them to every reader, including the next run of the process, until the power goes. Call it after a successful sync.
    /// </summary>
    void DropCache();
}
