namespace WebhookReceiver.EventLogging;

/// <summary>
/// The file of the event log, open for appending. Its parents are created; it is readable for its owner alone, because it holds what people wrote.
/// </summary>
internal sealed class EventLogFile : IDisposable
{
    private readonly string path;
    private readonly FileStream stream;

    /// <exception cref="IOException">The file cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be opened.</exception>
    public EventLogFile(string path)
    {
        this.path = Path.GetFullPath(path);

        if (Path.GetDirectoryName(this.path) is { Length: > 0 } directory)
        {
            Directory.CreateDirectory(directory);
        }

        var options = new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.ReadWrite,
            Share = FileShare.ReadWrite | FileShare.Delete,
            BufferSize = 0,
        };

        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        stream = new FileStream(this.path, options);
    }

    /// <summary>
    /// Whether the path leads to another file by now, because this one was rotated away. Told by the length: a file that took its place has
    /// another one, and where both are empty it makes no difference which of the two gets the next line.
    /// </summary>
    public bool IsMoved
    {
        get
        {
            if (!stream.CanSeek)
            {
                return false;
            }

            var there = new FileInfo(path);
            return !there.Exists || there.Length != stream.Length;
        }
    }

    /// <summary>Appends with one write. The bytes are with the operating system when it returns, so a killed process loses none of them.</summary>
    public void Append(ReadOnlySpan<byte> lines)
    {
        if (!stream.CanSeek)
        {
            stream.Write(lines);
            return;
        }

        var end = stream.Length;

        if (end > 0 && !EndsWithLine(end))
        {
            RandomAccess.Write(stream.SafeFileHandle, "\n"u8, end++);
        }

        try
        {
            RandomAccess.Write(stream.SafeFileHandle, lines, end);
        }
        catch (IOException)
        {
            // A full disk takes a part. It is written again as a whole, so the part must not stay.
            TakeBack(end);
            throw;
        }
    }

    public void Dispose() => stream.Dispose();

    private void TakeBack(long end)
    {
        try
        {
            RandomAccess.SetLength(stream.SafeFileHandle, end);
        }
        catch (IOException)
        {
            // Then lines of this batch may stand there twice: better than not at all.
        }
    }

    /// <summary>A process that was killed in the middle of a line left half of it, and a full disk does the same.</summary>
    private bool EndsWithLine(long end)
    {
        Span<byte> last = stackalloc byte[1];
        return RandomAccess.Read(stream.SafeFileHandle, last, end - 1) is 1 && last[0] is (byte)'\n';
    }
}
