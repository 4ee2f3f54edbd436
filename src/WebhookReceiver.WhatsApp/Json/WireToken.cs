using System.Runtime.InteropServices;
using System.Text.Json;

namespace WebhookReceiver.WhatsApp.Json;

/// <summary>
/// One token of a <see cref="WireDocument"/> in 8 bytes. A body of nothing but tokens is the worst that can be sent, so their size is what bounds the
/// memory that reading it takes.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = sizeof(int))]
internal readonly struct WireToken
{
    private const int KindBits = 4;

    private readonly uint startAndKind;

    private WireToken(JsonTokenType kind, int start, int extent)
    {
        startAndKind = ((uint)start << KindBits) | (uint)kind;
        Extent = extent;
    }

    /// <summary>
    /// Of a name, text, number or word its length in bytes, quotes included. Of the begin of an object or list the index of the token of its end, of
    /// the end nothing.
    /// </summary>
    public int Extent { get; }

    /// <summary>Where it begins in the body, quotes included.</summary>
    public int Start => (int)(startAndKind >> KindBits);

    public JsonTokenType Kind => (JsonTokenType)(startAndKind & ((1 << KindBits) - 1));

    public bool Opens => Kind is JsonTokenType.StartObject or JsonTokenType.StartArray;

    public static WireToken Scalar(JsonTokenType kind, int start, int length) => new(kind, start, length);

    public static WireToken Begin(JsonTokenType kind, int start, int end = 0) => new(kind, start, end);

    public static WireToken End(JsonTokenType kind, int start) => new(kind, start, extent: 0);
}
