using Microsoft.Win32.SafeHandles;

namespace WebhookReceiver.Journal.Disk;

/// <summary>Reading to the end of a buffer: one call of the operating system may give less.</summary>
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
