using System.Runtime.InteropServices;

namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>
/// Interns repeated values as small numbers, so that each use costs four bytes. A value that is no longer used is forgotten and its number is reused. Not
/// thread-safe.
/// </summary>
internal sealed class NumberedValues<T>
    where T : notnull
{
    private readonly Dictionary<T, int> numbers = [];
    private readonly List<(T Value, int Uses)> values = [];
    private readonly Stack<int> free = new();

    public T this[int number] => values[number].Value;

    public int Count => numbers.Count;

    /// <summary>How many times the value is used.</summary>
    public int UsesOf(T value) => numbers.TryGetValue(value, out var number) ? values[number].Uses : 0;

    public int Use(T value)
    {
        ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(numbers, value, out var isKnown);

        if (!isKnown)
        {
            if (!free.TryPop(out number))
            {
                number = values.Count;
                values.Add(default);
            }

            values[number] = (value, 0);
        }

        var (known, uses) = values[number];
        values[number] = (known, uses + 1);
        return number;
    }

    public void Release(int number)
    {
        var (value, uses) = values[number];
        values[number] = (value, uses - 1);

        if (uses is 1)
        {
            numbers.Remove(value);
            values[number] = default;
            free.Push(number);
        }
    }
}
