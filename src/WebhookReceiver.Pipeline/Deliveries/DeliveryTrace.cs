using System.Diagnostics;

namespace WebhookReceiver.Deliveries;

/// <summary>
/// The trace context of the POST that brought a delivery, for the links of the spans that handle it later. It exists only where that POST is recorded, so that a service that nobody traces stores
/// nothing.
/// </summary>
/// <param name="context">The trace and the span. The W3C trace state is not kept: a link needs neither it nor any flag but the one that every stored context has.</param>
internal sealed class DeliveryTrace(ActivityContext context)
{
    /// <summary>The bytes of a stored context: the id of the trace, then that of the span.</summary>
    public const int Size = TraceSize + SpanSize;

    private const int TraceSize = 16;
    private const int SpanSize = 8;

    public ActivityContext Context => context;

    /// <returns>Null when the span is not recorded, or has no W3C ids.</returns>
    public static DeliveryTrace? Of(Activity? span) =>
        span is { Recorded: true, IdFormat: ActivityIdFormat.W3C } ? new DeliveryTrace(new ActivityContext(span.TraceId, span.SpanId, ActivityTraceFlags.Recorded, isRemote: true)) : null;

    /// <returns>Null when these bytes are no context: a lost link costs nothing, and must not cost the delivery.</returns>
    public static DeliveryTrace? Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length is not Size || !bytes[..TraceSize].ContainsAnyExcept((byte)0) || !bytes[TraceSize..].ContainsAnyExcept((byte)0))
        {
            return null;
        }

        return new DeliveryTrace(new ActivityContext(
            ActivityTraceId.CreateFromBytes(bytes[..TraceSize]), ActivitySpanId.CreateFromBytes(bytes[TraceSize..]), ActivityTraceFlags.Recorded, isRemote: true));
    }

    public void Write(Span<byte> place)
    {
        context.TraceId.CopyTo(place[..TraceSize]);
        context.SpanId.CopyTo(place[TraceSize..Size]);
    }

    public byte[] ToBytes()
    {
        var bytes = new byte[Size];
        Write(bytes);
        return bytes;
    }
}
