using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace WebhookReceiver.WhatsApp.Json;

/// <summary>
/// A JSON body that is parsed once and then looked up many times: the tokens in document order, each with its position in the bytes and
/// the index of the next token on the same level.
/// </summary>
/// <remarks>
/// <see cref="Utf8JsonReader"/> does the parsing, so the framework decides what is valid JSON. Compared with
/// <see cref="JsonDocument"/>, nothing is validated a second time and member lookup never throws. With <see cref="JsonDocument"/> that took half of the total
/// reading time, and an object with half a surrogate pair in a member name could not be read at all.
/// </remarks>
internal sealed class WireDocument : IDisposable
{
    /// <summary>Up to this size, space for the tokens is allocated for the worst case, without counting them.</summary>
    private const int SmallBody = 64 * 1024;

    private const int DeepestLevel = WhatsAppPayload.MaxDepth;

    /// <summary>
    /// Arrays for more tokens than this are not taken from the pool, which would round them up to twice the size and keep them forever. Such bodies are
    /// rare and are usually parsed twice, so the first array is reused if it is still there.
    /// </summary>
    private const int MostPooledTokens = 64 * 1024;

    private static WeakReference<WireToken[]>? spare;

    private WireToken[] tokens;
    private int count;
    private bool[]? taken;

    private WireDocument(ReadOnlyMemory<byte> body)
    {
        Bytes = MemoryMarshal.TryGetArray(body, out var array) && array.Array is not null ? array : new ArraySegment<byte>(body.ToArray());
        tokens = Rent(body.Length <= SmallBody ? DeepestLevel + body.Length : MostTokens(body.Span));
    }

    /// <summary>The body.</summary>
    public ArraySegment<byte> Bytes { get; }

    /// <summary>The memory taken by the tokens, in bytes.</summary>
    public long Size => (long)tokens.Length * Unsafe.SizeOf<WireToken>();

    public WireValue Root => new(this, 0);

    /// <exception cref="JsonException">The body is not JSON, or nested too deep.</exception>
    public static WireDocument Parse(ReadOnlyMemory<byte> body)
    {
        var document = new WireDocument(body);

        try
        {
            document.Read();
            return document;
        }
        catch
        {
            document.Dispose();
            throw;
        }
    }

    /// <summary>Starts recording which values are taken, for <see cref="IsUntaken"/>.</summary>
    public void Watch() => taken = new bool[count];

    public void Take(int index)
    {
        if (taken is not null)
        {
            taken[index] = true;
        }
    }

    /// <summary>Takes a value with everything inside it.</summary>
    public void TakeWhole(int index) => taken?.AsSpan(index, Next(index) - index).Fill(value: true);

    /// <summary>Whether a value was present and has not been taken.</summary>
    public bool IsUntaken(int index) => taken is not null && !taken[index];

    public ref readonly WireToken Token(int index) => ref tokens[index];

    /// <summary>The index of the next token on the same level, after everything inside this one.</summary>
    public int Next(int index)
    {
        ref readonly var token = ref tokens[index];
        return token.Opens ? token.Behind : index + 1;
    }

    /// <summary>The bytes of a value or name, including quotes and white space.</summary>
    public ReadOnlySpan<byte> Span(int index)
    {
        ref readonly var token = ref tokens[index];
        var length = token.Opens ? tokens[token.End].Start + 1 - token.Start : token.Length;
        return Bytes.AsSpan(token.Start, length);
    }

    /// <summary>The tokens on the path from the root to the token at this position, both inclusive; null when no token begins there.</summary>
    /// <param name="start">The position in the bytes.</param>
    /// <param name="parents">What <see cref="Parents"/> returned.</param>
    public List<WireValue>? PathTo(int start, int[] parents)
    {
        if (IndexAt(start) is not { } index)
        {
            return null;
        }

        var path = new List<WireValue>();

        for (; index >= 0; index = parents[index])
        {
            path.Add(new WireValue(this, index));
        }

        path.Reverse();
        return path;
    }

    /// <summary>For each token, the object or list that contains it; -1 for the root. A token knows only what is inside it, so this walks through all of them.</summary>
    public int[] Parents()
    {
        var parents = new int[count];
        var around = -1;

        for (var index = 0; index < count; index++)
        {
            while (around >= 0 && tokens[around].End < index)
            {
                around = parents[around];
            }

            parents[index] = around;

            if (tokens[index].Opens)
            {
                around = index;
            }
        }

        return parents;
    }

    /// <summary>Returns the tokens to the pool; no <see cref="WireValue"/> of this document may be used afterwards.</summary>
    public void Dispose()
    {
        Return(tokens);
        tokens = [];
    }

    private static WireToken[] Rent(int size)
    {
        if (size <= MostPooledTokens)
        {
            return ArrayPool<WireToken>.Shared.Rent(size);
        }

        return Interlocked.Exchange(ref spare, null) is { } left && left.TryGetTarget(out var room) && room.Length >= size
            ? room
            : GC.AllocateUninitializedArray<WireToken>(size);
    }

    private static void Return(WireToken[] room)
    {
        if (room.Length <= MostPooledTokens)
        {
            ArrayPool<WireToken>.Shared.Return(room);
        }
        else
        {
            Volatile.Write(ref spare, new WeakReference<WireToken[]>(room));
        }
    }

    /// <summary>
    /// An upper bound for the number of tokens: all but the first are preceded by a comma, a colon or a bracket, and the ends are brackets. Counting costs
    /// little, whereas growing would need the old and the new array at once.
    /// </summary>
    private static int MostTokens(ReadOnlySpan<byte> body)
    {
        var between = body.Count((byte)',') + body.Count((byte)':');
        var brackets = body.Count((byte)'[') + body.Count((byte)']') + body.Count((byte)'{') + body.Count((byte)'}');
        return Math.Min(1 + between + brackets, body.Length);
    }

    /// <summary>Binary search: tokens are in the order of the bytes.</summary>
    private int? IndexAt(int start)
    {
        var (low, high) = (0, count - 1);

        while (low <= high)
        {
            var middle = low + ((high - low) / 2);
            var found = tokens[middle].Start;

            if (found == start)
            {
                return middle;
            }

            (low, high) = found < start ? (middle + 1, high) : (low, middle - 1);
        }

        return null;
    }

    private void Read()
    {
        var reader = new Utf8JsonReader(Bytes, new JsonReaderOptions { MaxDepth = DeepestLevel });
        Span<int> open = stackalloc int[DeepestLevel];
        var depth = 0;

        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject or JsonTokenType.StartArray:
                    open[depth++] = count;
                    Add(WireToken.Of(reader.TokenType, (int)reader.TokenStartIndex, length: 1));
                    break;

                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    ref var opened = ref tokens[open[--depth]];
                    opened = WireToken.Opening(opened.Kind, opened.Start, count);
                    Add(WireToken.Of(reader.TokenType, (int)reader.TokenStartIndex, length: 1));
                    break;

                default:
                    // The value of a string is between quotes, which the span omits and BytesConsumed, for a name, exceeds.
                    var quotes = reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName ? 2 : 0;
                    Add(WireToken.Of(reader.TokenType, (int)reader.TokenStartIndex, reader.ValueSpan.Length + quotes));
                    break;
            }
        }
    }

    private void Add(WireToken token)
    {
        if (count == tokens.Length)
        {
            var larger = Rent(count * 2);
            tokens.AsSpan(0, count).CopyTo(larger);
            Return(tokens);
            tokens = larger;
        }

        tokens[count++] = token;
    }
}
