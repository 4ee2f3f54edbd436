using System.Text.Json;

namespace WebhookReceiver.WhatsApp.Json;

/// <summary>The elements of a list, each by itself; see <see cref="WireValue.Items"/> for what counts as a list.</summary>
internal readonly struct WireItems(JsonElement element)
{
    public Enumerator GetEnumerator() => new(element);

    public int Count => element.ValueKind switch
    {
        JsonValueKind.Undefined or JsonValueKind.Null => 0,
        JsonValueKind.Array => element.GetArrayLength(),
        _ => 1,
    };

    /// <summary>Reads each element that is not <c>null</c>.</summary>
    public IReadOnlyList<T> Read<T>(Func<WireValue, T?> read)
        where T : class
    {
        if (Count is 0)
        {
            return [];
        }

        var list = new List<T>(Count);

        foreach (var item in this)
        {
            if (!item.IsMissing && read(item) is { } value)
            {
                list.Add(value);
            }
        }

        return list;
    }

    public struct Enumerator(JsonElement element)
    {
        private readonly bool isList = element.ValueKind is JsonValueKind.Array;
        private JsonElement.ArrayEnumerator elements = element.ValueKind is JsonValueKind.Array ? element.EnumerateArray() : default;
        private bool single = element.ValueKind is not (JsonValueKind.Array or JsonValueKind.Undefined or JsonValueKind.Null);

        public readonly WireValue Current => new(isList ? elements.Current : element);

        public bool MoveNext()
        {
            if (isList)
            {
                return elements.MoveNext();
            }

            var first = single;
            single = false;
            return first;
        }
    }
}
