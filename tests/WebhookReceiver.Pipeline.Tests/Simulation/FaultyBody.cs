using System.Buffers;
using WebhookReceiver.Pipeline.Tests.Fakes;

namespace WebhookReceiver.Pipeline.Tests.Simulation;

/// <summary>The bytes of a body. Reading them may fail once for lack of memory.</summary>
internal sealed class FaultyBody(byte[] bytes, int failsAt) : MemoryManager<byte>
{
    private int reads;

    /// <summary>From now on reading succeeds.</summary>
    public bool IsHealed { get; set; }

    public override Span<byte> GetSpan() => Read();

    public override MemoryHandle Pin(int elementIndex = 0) => throw new NotSupportedException();

    public override void Unpin()
    {
    }

    /// <summary>The body as an array, as the door stores it: events refer to its bytes.</summary>
    protected override bool TryGetArray(out ArraySegment<byte> segment)
    {
        segment = Read();
        return true;
    }

    private byte[] Read() => ++reads == failsAt && !IsHealed ? throw MemoryFull.Exception() : bytes;

    protected override void Dispose(bool disposing)
    {
    }
}
