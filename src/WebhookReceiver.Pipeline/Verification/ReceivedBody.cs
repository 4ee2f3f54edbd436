using System.Security.Cryptography;
using Microsoft.Extensions.ObjectPool;
using WebhookReceiver.WhatsApp;

namespace WebhookReceiver.Verification;

/// <summary>
/// The bytes of a body as they arrive, and their signature under every key of the endpoint. Both are produced in one step, so what is
/// stored is what was signed. Pooled, because a new key object for each request costs more than the hashing itself.
/// </summary>
internal sealed class ReceivedBody : IDisposable
{
    /// <summary>The size of the first block. Ordinary notifications fit into it; it is also the memory a connection may use before it has proved anything.</summary>
    public const int FirstBlock = 4096;

    private readonly IncrementalHash[] signatures;
    private readonly byte[] first = new byte[FirstBlock];
    private readonly List<byte[]> more = [];
    private ObjectPool<ReceivedBody>? home;
    private BodyBlocks? blocks;
    private ArrivingBody? arriving;
    private bool isDirty;

    public ReceivedBody(byte[][] keys) =>
        signatures = [.. keys.Select(static key => IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key))];

    public int Length { get; private set; }

    private long Room => FirstBlock + ((long)more.Count * BodyBlocks.Size) - Length;

    /// <summary>Prepares the body for use; <paramref name="pool"/> gets it back at the end.</summary>
    public void Open(ObjectPool<ReceivedBody> pool) => home = pool;

    public bool Fits(long bytes) => bytes <= Room;

    /// <summary>Makes room for <paramref name="bytes"/> more bytes; call it before appending them.</summary>
    /// <returns>False when there is no memory for them.</returns>
    public bool TryGrow(long bytes, BodyBlocks memory, ArrivingBody body)
    {
        (blocks, arriving) = (memory, body);
        return memory.TryRent(body, (int)((bytes - Room + BodyBlocks.Size - 1) / BodyBlocks.Size), more);
    }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        isDirty = true;

        foreach (var signature in signatures)
        {
            signature.AppendData(bytes);
        }

        while (!bytes.IsEmpty)
        {
            var free = FreeOfBlock();
            var count = Math.Min(bytes.Length, free.Length);
            bytes[..count].CopyTo(free);
            bytes = bytes[count..];
            Length += count;
        }
    }

    /// <summary>The payload if the claim holds for it; otherwise null. Nothing can be appended afterwards.</summary>
    public VerifiedPayload? Verify(SenderClaim claim)
    {
        Span<byte> computed = stackalloc byte[SignatureHeader.Size * 8];
        computed = signatures.Length <= 8 ? computed : new byte[SignatureHeader.Size * signatures.Length];
        computed = computed[..(SignatureHeader.Size * signatures.Length)];
        Finish(computed);

        var payload = VerifiedPayload.Verify(claim, computed, this);
        ReturnBlocks();
        return payload;
    }

    /// <summary>A separate copy of the bytes.</summary>
    public byte[] ToArray()
    {
        var copy = GC.AllocateUninitializedArray<byte>(Length);
        var rest = copy.AsSpan();
        rest = CopyTo(rest, first);

        foreach (var block in more)
        {
            rest = CopyTo(rest, block);
        }

        return copy;
    }

    /// <summary>Returns bytes and signatures to their pools. Bytes that were appended but not verified are discarded: no request starts with another's state.</summary>
    public void Dispose()
    {
        if (isDirty)
        {
            Finish(stackalloc byte[SignatureHeader.Size * signatures.Length]);
        }

        ReturnBlocks();
        Length = 0;
        var pool = home;
        home = null;
        pool?.Return(this);
    }

    /// <summary>The free part of the block that is being filled.</summary>
    private Span<byte> FreeOfBlock()
    {
        if (Length < FirstBlock)
        {
            return first.AsSpan(Length);
        }

        var (block, used) = Math.DivRem(Length - FirstBlock, BodyBlocks.Size);
        return more[block].AsSpan(used);
    }

    private static Span<byte> CopyTo(Span<byte> rest, byte[] block)
    {
        var count = Math.Min(rest.Length, block.Length);
        block.AsSpan(0, count).CopyTo(rest);
        return rest[count..];
    }

    private void ReturnBlocks()
    {
        if (arriving is not null)
        {
            blocks!.Return(arriving, more);
            (blocks, arriving) = (null, null);
        }
    }

    private void Finish(Span<byte> computed)
    {
        for (var index = 0; index < signatures.Length; index++)
        {
            signatures[index].GetHashAndReset(computed.Slice(index * SignatureHeader.Size, SignatureHeader.Size));
        }

        isDirty = false;
    }
}
