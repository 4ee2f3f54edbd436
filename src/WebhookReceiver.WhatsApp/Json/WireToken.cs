using System.Runtime.InteropServices;
using System.Text.Json;

namespace WebhookReceiver.WhatsApp.Json;

/// <summary>
/// One token of a <see cref="WireDocument"/> in 12 bytes; ends of objects and lists have none of their own. A body of nothing but tokens is
/// the worst that can be sent, so their size is what bounds the memory that reading it takes. The automatic layout would round it up to 16.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = sizeof(int))]
internal readonly struct WireToken
{
    private const int KindBits = 4;

    private readonly uint lengthAndKind;

    public WireToken(JsonTokenType kind, int start, int length, int next)
    {
        lengthAndKind = ((uint)length << KindBits) | (uint)kind;
        Start = start;
        Next = next;
    }

    /// <summary>Where it begins in the body, quotes included.</summary>
    public int Start { get; }

    /// <summary>The index of the token that follows on the same level, behind everything that lies inside this one.</summary>
    public int Next { get; }

    public int Length => (int)(lengthAndKind >> KindBits);

    public JsonTokenType Kind => (JsonTokenType)(lengthAndKind & ((1 << KindBits) - 1));
}
