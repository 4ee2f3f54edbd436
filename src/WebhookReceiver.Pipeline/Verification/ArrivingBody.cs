using System.IO.Pipelines;

namespace WebhookReceiver.Verification;

/// <summary>A body that is still arriving and takes more memory than its first block: what <see cref="BodyBlocks"/> has to know to decide who goes when there is none left.</summary>
internal sealed class ArrivingBody(PipeReader input, long since, bool isProven)
{
    /// <summary>Whether its connection has carried a right signature before.</summary>
    public bool IsProven => isProven;

    /// <summary>When it began, as a timestamp of the clock.</summary>
    public long Since => since;

    /// <summary>How many bytes have come so far.</summary>
    public long Bytes { get; set; }

    /// <summary>How many blocks are counted as its own. Under the lock of the blocks.</summary>
    public int Blocks { get; set; }

    /// <summary>Whether its memory was given to another.</summary>
    public bool IsEvicted { get; private set; }

    /// <summary>Ends its read, which finds out why.</summary>
    public void Evict()
    {
        IsEvicted = true;
        input.CancelPendingRead();
    }
}
