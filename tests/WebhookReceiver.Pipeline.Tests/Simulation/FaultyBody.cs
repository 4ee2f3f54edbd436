using System.Buffers;
using WebhookReceiver.Pipeline.Tests.Fakes;

namespace WebhookReceiver.Pipeline.Tests.Simulation;

/// <summary>The bytes of a body. Reading them may fail once for want of memory, as reading anything may.</summary>
internal sealed class FaultyBody(byte[] bytes, int failsAt) : MemoryManager<byte>
{
    private int reads;

    /// <summary>Fails no more.</summary>
    public bool IsHealed { get; set; }

    public override Span<byte> GetSpan() => ++reads == failsAt && !IsHealed ? throw MemoryFull.Exception() : bytes;

    public override MemoryHandle Pin(int elementIndex = 0) => throw new NotSupportedException();

    public override void Unpin()
    {
    }

    protected override void Dispose(bool disposing)
    {
    }
}
