using System.Globalization;

namespace WebhookReceiver.Operations.Metrics;

/// <summary>The tags of a measurement, in the order in which the instrument gives them. Compared with the tags of a measurement without allocating.</summary>
internal sealed class LabelSet(ReadOnlySpan<KeyValuePair<string, object?>> tags)
{
    private readonly KeyValuePair<string, object?>[] tags = tags.ToArray();

    /// <summary>Names and values as text.</summary>
    public IEnumerable<(string Name, string Value)> Labels =>
        tags.Select(static tag => (tag.Key, tag.Value switch
        {
            null => string.Empty,
            bool flag => flag ? "true" : "false",
            IFormattable value => value.ToString(format: null, CultureInfo.InvariantCulture),
            var value => value.ToString() ?? string.Empty,
        }));

    public static int HashOf(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var hash = default(HashCode);

        foreach (var tag in tags)
        {
            hash.Add(tag.Value);
        }

        return hash.ToHashCode();
    }

    public bool Equals(ReadOnlySpan<KeyValuePair<string, object?>> others)
    {
        if (tags.Length != others.Length)
        {
            return false;
        }

        for (var index = 0; index < tags.Length; index++)
        {
            if (!string.Equals(tags[index].Key, others[index].Key, StringComparison.Ordinal) || !Equals(tags[index].Value, others[index].Value))
            {
                return false;
            }
        }

        return true;
    }
}
