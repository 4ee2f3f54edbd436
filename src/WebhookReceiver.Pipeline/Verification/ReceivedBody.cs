using System.Buffers;
using System.Security.Cryptography;
using Microsoft.Extensions.ObjectPool;
using WebhookReceiver.WhatsApp;

namespace WebhookReceiver.Verification;

/// <summary>
/// The bytes of a body as they arrive, and their signature under every key of the endpoint: the two are made in one step, so what is
/// stored is what was signed. Pooled, because a new key object for each request costs more than the hashing.
/// </summary>
internal sealed class ReceivedBody : IDisposable
{
    /// <summary>The size of the first block. Ordinary notifications fit; it is what a connection may cost before it has proved anything.</summary>
    public const int FirstBlock = 4096;

    private readonly IncrementalHash[] signatures;
    private ObjectPool<ReceivedBody>? home;
    private byte[] buffer = [];
    private bool isDirty;

    public ReceivedBody(byte[][] keys) =>
        signatures = [.. keys.Select(static key => IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key))];

    public int Length { get; private set; }

    /// <summary>The bytes of the pool in use, which is what the memory budget counts.</summary>
    public int Capacity => buffer.Length;

    /// <summary>Takes up use; <paramref name="pool"/> gets it back at the end.</summary>
    public void Open(ObjectPool<ReceivedBody> pool)
    {
        home = pool;
        Length = 0;
    }

    public bool Fits(long more) => Length + more <= buffer.Length;

    /// <summary>Makes room for <paramref name="more"/> bytes; to be asked for before they are appended.</summary>
    public void Grow(long more)
    {
        var wanted = Math.Max(Length + more, Math.Max(FirstBlock, buffer.Length * 2L));
        var larger = ArrayPool<byte>.Shared.Rent(checked((int)Math.Min(wanted, Array.MaxLength)));
        buffer.AsSpan(0, Length).CopyTo(larger);
        GiveBack();
        buffer = larger;
    }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(buffer.AsSpan(Length));
        Length += bytes.Length;
        isDirty = true;

        foreach (var signature in signatures)
        {
            signature.AppendData(bytes);
        }
    }

    /// <summary>The payload, if one of the keys gives the signature that was sent; null otherwise. Ends the appending.</summary>
    public VerifiedPayload? Verify(SignatureHeader header)
    {
        Span<byte> computed = stackalloc byte[SignatureHeader.Size * 8];
        computed = signatures.Length <= 8 ? computed : new byte[SignatureHeader.Size * signatures.Length];
        computed = computed[..(SignatureHeader.Size * signatures.Length)];
        Finish(computed);
        return VerifiedPayload.Verify(header, computed, buffer.AsSpan(0, Length));
    }

    /// <summary>Returns bytes and signatures to their pools. What was appended and not verified is forgotten: no request starts on another's state.</summary>
    public void Dispose()
    {
        if (isDirty)
        {
            Finish(stackalloc byte[SignatureHeader.Size * signatures.Length]);
        }

        GiveBack();
        buffer = [];
        Length = 0;
        var pool = home;
        home = null;
        pool?.Return(this);
    }

    private void Finish(Span<byte> computed)
    {
        for (var index = 0; index < signatures.Length; index++)
        {
            signatures[index].GetHashAndReset(computed.Slice(index * SignatureHeader.Size, SignatureHeader.Size));
        }

        isDirty = false;
    }

    private void GiveBack()
    {
        if (buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
