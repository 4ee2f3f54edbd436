using System.IO.Pipelines;

namespace WebhookReceiver.Verification;

/// <summary>A body that is still arriving and needs more than its first block, with what <see cref="BodyBlocks"/> needs to decide which body to evict when memory runs out.</summary>
internal sealed class ArrivingBody(PipeReader input, long since, bool isProven)
{
    /// <summary>Whether its connection has carried a valid signature before.</summary>
    public bool IsProven => isProven;

    /// <summary>When it began to arrive, as a timestamp of the clock.</summary>
    public long Since => since;

    /// <summary>How many bytes have arrived so far.</summary>
    public long Bytes { get; set; }

    /// <summary>How many blocks it holds. Guarded by the lock of the blocks.</summary>
    public int Blocks { get; set; }

    /// <summary>Whether its memory was given to another body.</summary>
    public bool IsEvicted { get; private set; }

    /// <summary>Cancels its read, which then finds out why.</summary>
    public void Evict()
    {
        IsEvicted = true;
        input.CancelPendingRead();
    }
}
