using System.Globalization;

namespace WebhookReceiver.Benchmarks;

/// <summary>The options of a verb, each a name and a value, read one by one; <see cref="End"/> finds what nobody asked for.</summary>
internal sealed class Arguments
{
    private readonly string verb;
    private readonly Dictionary<string, string> values = new(StringComparer.Ordinal);

    /// <exception cref="UsageException">A name has no value.</exception>
    public Arguments(string verb, string[] typed)
    {
        this.verb = verb;

        foreach (var pair in typed.Chunk(2))
        {
            values[pair[0]] = pair.Length is 2 ? pair[1] : throw Refused(pair[0], "nothing");
        }
    }

    /// <exception cref="UsageException">It is no number from 1 to <paramref name="most"/>.</exception>
    public int Number(string name, int fallback, int most = int.MaxValue) => (int)Long(name, fallback, most);

    /// <exception cref="UsageException">It is no number from 1 to <paramref name="most"/>.</exception>
    public long Long(string name, long fallback, long most)
    {
        if (!values.Remove(name, out var text))
        {
            return fallback;
        }

        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= most
            ? number
            : throw Refused(name, text);
    }

    /// <exception cref="UsageException">It was not typed.</exception>
    public string Text(string name) => values.Remove(name, out var text) ? text : throw new UsageException($"{verb} needs {name}.");

    /// <exception cref="UsageException">It is none of the words.</exception>
    public string OneOf(string name, string fallback, params ReadOnlySpan<string> words)
    {
        if (!values.Remove(name, out var text))
        {
            return fallback;
        }

        return words.Contains(text) ? text : throw Refused(name, text);
    }

    /// <summary>Words with commas between them; all, if nothing was typed.</summary>
    /// <exception cref="UsageException">There is another word among them.</exception>
    public IReadOnlyList<string> SomeOf(string name, params string[] words)
    {
        if (!values.Remove(name, out var text))
        {
            return words;
        }

        var typed = text.Split(',');
        return Array.TrueForAll(typed, words.Contains) ? typed : throw Refused(name, text);
    }

    /// <exception cref="UsageException">Something was typed that the verb does not know.</exception>
    public void End()
    {
        foreach (var (name, text) in values)
        {
            throw Refused(name, text);
        }
    }

    private UsageException Refused(string name, string text) => new($"'{name} {text}' is not an option of {verb}.");
}
