using System.Collections;
using System.Reflection;
using Microsoft.Extensions.Configuration;

namespace WebhookReceiver;

/// <summary>Finds keys in a section that none of its options has: a typo there would silently leave a default in force.</summary>
internal static class UnknownKeys
{
    /// <returns>A line for each, with the nearest known key.</returns>
    public static IEnumerable<string> In(IConfigurationSection section, Type options)
    {
        var known = options.GetProperties().Where(IsSetting).ToList();

        foreach (var key in section.GetChildren())
        {
            if (SecretFiles.IsNameOfFile(key.Key, known))
            {
                continue;
            }

            if (known.Find(property => property.Name.Equals(key.Key, StringComparison.OrdinalIgnoreCase)) is not { } property)
            {
                yield return $"{key.Path} is not a setting; the nearest is {section.Path}:{known.Select(static property => property.Name).MinBy(name => Distance(name, key.Key))}.";
            }
            else if (OptionsNames.NamedIn(property.PropertyType) is { } named)
            {
                foreach (var problem in key.GetChildren().SelectMany(one => In(one, named)))
                {
                    yield return problem;
                }
            }
        }
    }

    /// <summary>The properties that the binder fills: those with a setter, and collections.</summary>
    private static bool IsSetting(PropertyInfo property) => property.SetMethod is { IsPublic: true } || typeof(ICollection).IsAssignableFrom(property.PropertyType);

    /// <summary>How many letters must be changed, removed or added to turn one into the other.</summary>
    private static int Distance(string one, string other)
    {
        var row = Enumerable.Range(0, other.Length + 1).ToArray();

        foreach (var (index, letter) in one.Index())
        {
            var before = row[0];
            row[0] = index + 1;

            for (var at = 1; at <= other.Length; at++)
            {
                var changed = before + (char.ToUpperInvariant(letter) == char.ToUpperInvariant(other[at - 1]) ? 0 : 1);
                before = row[at];
                row[at] = Math.Min(changed, Math.Min(row[at], row[at - 1]) + 1);
            }
        }

        return row[^1];
    }
}
