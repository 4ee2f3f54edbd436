using System.Text.Json;

namespace WebhookReceiver.WhatsApp.Json;

/// <summary>The elements of a list, one at a time; see <see cref="WireValue.Items"/> for what counts as a list.</summary>
internal readonly struct WireItems(WireDocument document, int index)
{
    private readonly WireDocument? document = document;

    public bool IsEmpty => !GetEnumerator().MoveNext();

    /// <summary>Whether there is exactly one element; a full count would have to walk to the end.</summary>
    public bool IsSingle
    {
        get
        {
            var items = GetEnumerator();
            return items.MoveNext() && !items.MoveNext();
        }
    }

    public bool HasMoreThan(int number)
    {
        foreach (var _ in this)
        {
            if (--number < 0)
            {
                return true;
            }
        }

        return false;
    }

    public Enumerator GetEnumerator() => document is null ? default : new(document, index);

    /// <summary>Reads every element that is readable.</summary>
    public IReadOnlyList<T> Read<T>(Func<WireValue, T?> read)
        where T : class
    {
        List<T>? list = null;

        foreach (var item in this)
        {
            if (read(item) is { } value)
            {
                list ??= [];
                list.Add(value);
            }
        }

        return list ?? (IReadOnlyList<T>)[];
    }

    public struct Enumerator(WireDocument document, int index)
    {
        private readonly WireDocument document = document;
        private readonly int end = document.Token(index).Kind is JsonTokenType.StartArray ? document.Token(index).End : document.Next(index);
        private int next = document.Token(index).Kind is JsonTokenType.StartArray ? index + 1 : index;
        private int current;

        public readonly WireValue Current => new(document, current);

        public bool MoveNext()
        {
            if (next >= end)
            {
                return false;
            }

            current = next;
            next = document.Next(next);
            return true;
        }
    }
}
