using System.Buffers;
using WebhookReceiver.Journal.Disk;

namespace WebhookReceiver.Journal;

/// <summary>
/// Writes one segment, from its creation to its end, on one thread. Frames are collected and written with one call. When a method throws, the caller must close
/// the writer and never use it again.
/// </summary>
internal sealed class SegmentWriter : IDisposable
{
    private const int UsualBatch = 64 * 1024;

    /// <summary>Larger batches are rare: their memory is neither pooled, because the pool would keep it, nor kept for the next batch.</summary>
    private const int LargestPooled = 2 * 1024 * 1024;

    private readonly IDiskFile file;
    private readonly uint seed;
    private byte[] batch = ArrayPool<byte>.Shared.Rent(UsualBatch);
    private int batched;
    private long written = SegmentHeader.Size;
    private uint crc;
    private (int Start, uint HeaderCrc, int Length)? unsealed;

    private SegmentWriter(IDiskFile file, SegmentName name)
    {
        this.file = file;
        Name = name;
        seed = name.Seed;
    }

    public SegmentName Name { get; }

    /// <summary>Where the next frame will begin.</summary>
    public long Offset => written + batched;

    public bool HasBatch => batched > 0;

    /// <summary>Creates the file, and returns when it and its directory entry are durable.</summary>
    /// <exception cref="IOException">It could not be made durable. If it could not be removed either, it contains no frames and does no harm.</exception>
    public static SegmentWriter Create(IDisk disk, string directory, SegmentName name, SegmentHeader header)
    {
        var path = Path.Combine(directory, name.ToString());
        var writer = new SegmentWriter(disk.Create(path), name);

        try
        {
            Span<byte> bytes = stackalloc byte[SegmentHeader.Size];
            header.Write(bytes, name);
            writer.file.Write(0, bytes);
            writer.file.Sync();
            disk.SyncDirectory(directory);
            return writer;
        }
        catch
        {
            writer.Dispose();
            TryDelete(disk, path);
            throw;
        }
    }

    /// <summary>Adds a frame to the batch.</summary>
    /// <returns>The buffer for its body, to be filled before the next call of any method.</returns>
    public Span<byte> Add(byte kind, long sequence, long time, int length)
    {
        Seal();
        var size = FrameHeader.FrameSize(length);
        Reserve(size);
        var frame = batch.AsSpan(batched, size);
        var header = new FrameHeader(kind, sequence, time, length, crc);
        unsealed = (batched, header.Write(frame, seed, Offset), length);
        batched += size;
        return frame.Slice(FrameHeader.Size, length);
    }

    /// <summary>Passes the batch to the operating system, with one call.</summary>
    /// <exception cref="IOException">It was not written, or not completely.</exception>
    public void Write()
    {
        Seal();
        file.Write(written, batch.AsSpan(0, batched));
        written += batched;
        batched = 0;

        if (batch.Length > LargestPooled)
        {
            batch = ArrayPool<byte>.Shared.Rent(UsualBatch);
        }
    }

    /// <exception cref="IOException">What was written since the last call may be lost.</exception>
    public void Sync() => file.Sync();

    public void Dispose()
    {
        Return(batch);
        batch = [];
        file.Dispose();
    }

    private static void TryDelete(IDisk disk, string path)
    {
        try
        {
            disk.Delete(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The disk is already failing, and its first failure is the one to report.
        }
    }

    private void Seal()
    {
        if (unsealed is { } frame)
        {
            crc = FrameHeader.Seal(batch.AsSpan(frame.Start), frame.HeaderCrc, frame.Length);
            unsealed = null;
        }
    }

    private void Reserve(int more)
    {
        if (batch.Length - batched < more)
        {
            var size = Math.Max(batch.Length * 2, batched + more);
            var larger = size > LargestPooled ? GC.AllocateUninitializedArray<byte>(size) : ArrayPool<byte>.Shared.Rent(size);
            batch.AsSpan(0, batched).CopyTo(larger);
            Return(batch);
            batch = larger;
        }
    }

    private static void Return(byte[] batch)
    {
        if (batch.Length <= LargestPooled)
        {
            ArrayPool<byte>.Shared.Return(batch);
        }
    }
}
