namespace WebhookReceiver.EventLogging;

/// <summary>
/// The file of the event log, open for appending. Missing parent folders are created. Only its owner can read it, because it contains what people wrote.
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
    /// Whether the path now refers to another file, because this one was rotated. Decided by the length: a file that replaced it has a
    /// different length, and if both are empty it does not matter which gets the next line.
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

    /// <summary>Appends with one write, without a sync. When it returns the bytes have been handed to the operating system, so a killed process loses none of them.</summary>
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
            // A full disk writes only a part. The whole is written again, so the part must be removed.
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
            // Then lines of this batch may be in the file twice, which is better than missing.
        }
    }

    /// <summary>Whether the file ends with a complete line. A process killed in the middle of a write leaves half a line, and so does a full disk.</summary>
    private bool EndsWithLine(long end)
    {
        Span<byte> last = stackalloc byte[1];
        return RandomAccess.Read(stream.SafeFileHandle, last, end - 1) is 1 && last[0] is (byte)'\n';
    }
}
