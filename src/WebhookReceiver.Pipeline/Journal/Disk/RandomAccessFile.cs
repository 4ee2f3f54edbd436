using Microsoft.Win32.SafeHandles;

namespace WebhookReceiver.Journal.Disk;

/// <summary>Reads until the buffer is full: a single system call may return less.</summary>
internal static class RandomAccessFile
{
    public static int ReadAll(SafeFileHandle handle, long offset, Span<byte> buffer)
    {
        var total = 0;

        while (total < buffer.Length)
        {
            var read = RandomAccess.Read(handle, buffer[total..], offset + total);

            if (read is 0)
            {
                break;
            }

            total += read;
        }

        return total;
    }
}
