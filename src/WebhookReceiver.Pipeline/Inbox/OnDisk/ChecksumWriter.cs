using System.Buffers.Binary;
using WebhookReceiver.Journal;
using WebhookReceiver.Journal.Disk;

namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>Writes a file sequentially, followed by a checksum, with no more than one buffer in memory.</summary>
internal sealed class ChecksumWriter(IDiskFile file)
{
    private readonly byte[] buffer = new byte[64 * 1024];
    private int buffered;
    private long written;
    private uint crc;

    public void Write(ReadOnlySpan<byte> bytes)
    {
        if (buffered + bytes.Length > buffer.Length)
        {
            Flush();
        }

        bytes.CopyTo(buffer.AsSpan(buffered));
        buffered += bytes.Length;
    }

    /// <summary>Writes what is still buffered, and the checksum of everything.</summary>
    public void End()
    {
        Flush();
        BinaryPrimitives.WriteUInt32LittleEndian(buffer, crc);
        file.Write(written, buffer.AsSpan(0, sizeof(uint)));
    }

    private void Flush()
    {
        var bytes = buffer.AsSpan(0, buffered);
        crc = Crc32C.Append(crc, bytes);
        file.Write(written, bytes);
        written += buffered;
        buffered = 0;
    }
}
