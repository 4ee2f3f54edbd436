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

    // Of an object or list minus the index behind its end: one comparison tells the two apart, and this is asked all the time.
    private readonly int lengthOrEnd;

    private WireToken(JsonTokenType kind, int start, int lengthOrEnd)
    {
        startAndKind = ((uint)start << KindBits) | (uint)kind;
        this.lengthOrEnd = lengthOrEnd;
    }

    /// <summary>Where it begins in the body, quotes included.</summary>
    public int Start => (int)(startAndKind >> KindBits);

    public JsonTokenType Kind => (JsonTokenType)(startAndKind & ((1 << KindBits) - 1));

    /// <summary>Whether it begins an object or a list, of which the end is known.</summary>
    public bool Opens => lengthOrEnd < 0;

    /// <summary>Of what does not open: how many bytes it has, quotes included.</summary>
    public int Length => lengthOrEnd;

    /// <summary>Of what opens: the index of the token of its end.</summary>
    public int End => Behind - 1;

    /// <summary>Of what opens: the index of the token behind its end.</summary>
    public int Behind => -lengthOrEnd;

    public static WireToken Of(JsonTokenType kind, int start, int length) => new(kind, start, length);

    public static WireToken Opening(JsonTokenType kind, int start, int end) => new(kind, start, -(end + 1));
}
