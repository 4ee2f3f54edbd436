using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Unicode;
using WebhookReceiver.WhatsApp.Json;

namespace WebhookReceiver.WhatsApp;

/// <summary>
/// Collects the parts that identify an event and hashes them to its key. Every part is preceded by its length, so that
/// no two lists of parts produce the same bytes; a missing part differs from an empty one.
/// </summary>
internal ref struct EventIdentity
{
    private byte[]? rented;
    private Span<byte> buffer;
    private int length;

    /// <param name="scratch">Space on the caller's stack, enough for the usual identity.</param>
    /// <param name="kind">The kind of thing that is identified; keeps the key spaces of messages, statuses and so on apart.</param>
    public EventIdentity(Span<byte> scratch, string kind)
    {
        buffer = scratch;
        Add(kind);
    }

    public void Add(string? part)
    {
        if (part is null)
        {
            AddLength(-1);
            return;
        }

        var size = Encoding.UTF8.GetByteCount(part);
        AddLength(size);
        Reserve(size);
        Utf8.FromUtf16(part, buffer[length..], out _, out var written);
        length += written;
    }

    public void AddNumber(long part)
    {
        AddLength(sizeof(long));
        Reserve(sizeof(long));
        BinaryPrimitives.WriteInt64BigEndian(buffer[length..], part);
        length += sizeof(long);
    }

    /// <summary>Adds the text of a value without white space between tokens, for items without an id.</summary>
    public void AddRaw(ReadOnlySpan<byte> json)
    {
        Reserve(json.Length + sizeof(int));
        var size = CompactJson.Write(json, buffer[(length + sizeof(int))..]);
        AddLength(size);
        length += size;
    }

    /// <summary>Adds the bytes of a body, which need not be JSON.</summary>
    public void AddBytes(ReadOnlySpan<byte> bytes)
    {
        AddLength(bytes.Length);
        Reserve(bytes.Length);
        bytes.CopyTo(buffer[length..]);
        length += bytes.Length;
    }

    /// <summary>Returns the key of the parts so far. The value must not be used afterwards.</summary>
    public EventKey ToKey()
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(buffer[..length], hash);

        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented, clearArray: true);
            rented = null;
        }

        return EventKey.FromBytes(hash);
    }

    private void AddLength(int size)
    {
        Reserve(sizeof(int));
        BinaryPrimitives.WriteInt32BigEndian(buffer[length..], size);
        length += sizeof(int);
    }

    private void Reserve(int size)
    {
        if (buffer.Length - length >= size)
        {
            return;
        }

        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(buffer.Length * 2, length + size));
        buffer[..length].CopyTo(larger);

        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented, clearArray: true);
        }

        rented = larger;
        buffer = larger;
    }
}
