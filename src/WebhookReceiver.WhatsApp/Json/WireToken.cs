using System.Runtime.InteropServices;
using System.Text.Json;

namespace WebhookReceiver.WhatsApp.Json;

/// <summary>
/// One token of a <see cref="WireDocument"/> in 8 bytes. The worst possible body consists of nothing but tokens, so their size bounds the
/// memory needed for reading.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = sizeof(int))]
internal readonly struct WireToken
{
    private const int KindBits = 4;

    private readonly uint startAndKind;

    // For an object or list, the negated index after its end: a single comparison distinguishes the two cases, and this is a hot path.
    private readonly int lengthOrEnd;

    private WireToken(JsonTokenType kind, int start, int lengthOrEnd)
    {
        startAndKind = ((uint)start << KindBits) | (uint)kind;
        this.lengthOrEnd = lengthOrEnd;
    }

    /// <summary>The position in the body, including the quotes.</summary>
    public int Start => (int)(startAndKind >> KindBits);

    public JsonTokenType Kind => (JsonTokenType)(startAndKind & ((1 << KindBits) - 1));

    /// <summary>Whether it opens an object or a list whose end is known.</summary>
    public bool Opens => lengthOrEnd < 0;

    /// <summary>For any other token: its length in bytes, including the quotes.</summary>
    public int Length => lengthOrEnd;

    /// <summary>For an opening token: the index of its end token.</summary>
    public int End => Behind - 1;

    /// <summary>For an opening token: the index of the token after its end.</summary>
    public int Behind => -lengthOrEnd;

    public static WireToken Of(JsonTokenType kind, int start, int length) => new(kind, start, length);

    public static WireToken Opening(JsonTokenType kind, int start, int end) => new(kind, start, -(end + 1));
}
