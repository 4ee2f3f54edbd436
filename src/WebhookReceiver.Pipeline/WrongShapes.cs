using System.Reflection;
using Microsoft.Extensions.Configuration;

namespace WebhookReceiver;

/// <summary>
/// Finds a list where a single value is expected, and a value where a group of keys is expected. The binder silently skips both, so that an additional secret would not be accepted, and a
/// single one would be reported as missing. A single value where a list is expected is read as a list of one.
/// </summary>
internal static class WrongShapes
{
    private const string First = "0";

    /// <returns>A line for each, with the key and without any value.</returns>
    public static IEnumerable<string> In(IConfigurationSection section, Type options)
    {
        if (section.Value is { Length: > 0 })
        {
            yield return $"{section.Path} has a value; it must be a group of keys.";
        }

        foreach (var (key, property) in Known(section, options))
        {
            var problems = OptionsNames.NamedIn(property) is { } named
                ? NotOneValue(key).Concat(key.GetChildren().SelectMany(one => In(one, named)))
                : IsList(property) ? OfList(key) : NotSeveral(key);

            foreach (var problem in problems)
            {
                yield return problem;
            }
        }
    }

    /// <summary>All values of a section, with each single value in place of a list turned into a list of one.</summary>
    public static IEnumerable<KeyValuePair<string, string?>> WithListsOfOne(IConfigurationSection section, Type options)
    {
        var lists = Lists(section, options).Select(static key => key.Path).ToHashSet(StringComparer.OrdinalIgnoreCase);

        return from value in section.AsEnumerable()
               where value.Value is not null || IsNull(section, value.Key)
               select lists.Contains(value.Key) && value.Value is { Length: > 0 } ? new($"{value.Key}:{First}", value.Value) : value;
    }

    /// <summary>Whether a setting has several values.</summary>
    public static bool IsList(Type property) => property.IsGenericType && property.GetGenericTypeDefinition() == typeof(List<>);

    /// <summary>A null in a settings file: an endpoint with every setting missing, not a key with others below it.</summary>
    private static bool IsNull(IConfigurationSection section, string path) => path.Length > section.Path.Length && !section.GetSection(path[(section.Path.Length + 1)..]).GetChildren().Any();

    /// <summary>The keys of lists that have no entries, and their own value, if any.</summary>
    private static IEnumerable<IConfigurationSection> Lists(IConfigurationSection section, Type options) => Known(section, options).SelectMany(static known =>
        OptionsNames.NamedIn(known.Property) is { } named
            ? known.Key.GetChildren().SelectMany(one => Lists(one, named))
            : IsList(known.Property) && !known.Key.GetChildren().Any() ? [known.Key] : Enumerable.Empty<IConfigurationSection>());

    private static IEnumerable<(IConfigurationSection Key, Type Property)> Known(IConfigurationSection section, Type options) =>
        from key in section.GetChildren()
        let property = options.GetProperty(key.Key, BindingFlags.Instance | BindingFlags.Public | BindingFlags.IgnoreCase)
        where property is not null && property.PropertyType != typeof(Inbox.StoreSection)
        select (key, property.PropertyType);

    private static IEnumerable<string> OfList(IConfigurationSection key)
    {
        var entries = key.GetChildren().ToList();

        return key.Value is { Length: > 0 } && entries.Count > 0
            ? [$"{key.Path} has both a value and a list; keep one of the two."]
            : entries.SelectMany(NotSeveral);
    }

    private static IEnumerable<string> NotSeveral(IConfigurationSection key) => key.GetChildren().Select(entry => $"{entry.Path} is one of several values; {key.Path} takes a single value.");

    private static IEnumerable<string> NotOneValue(IConfigurationSection key) => key.Value is { Length: > 0 } ? [$"{key.Path} has a value; it must be a group of keys."] : [];
}
