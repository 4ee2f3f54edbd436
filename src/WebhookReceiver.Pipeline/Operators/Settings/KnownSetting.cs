using System.Collections;
using System.Globalization;
using System.Reflection;
using WebhookReceiver.Inbox;

namespace WebhookReceiver.Operators;

/// <summary>A setting that options define.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Default">Its default as it would be written.</param>
/// <param name="IsSecret">Whether it is marked as a secret.</param>
/// <param name="Mark">Its mark, if it is read again when it changes.</param>
internal sealed record KnownSetting(string Key, string? Default, bool IsSecret, AppliesAtOnceAttribute? Mark)
{
    /// <summary>Whether a change of it is in force without a restart.</summary>
    public bool AppliesAtOnce(bool wasSetAtStart) => Mark is not null && (wasSetAtStart || !Mark.IfSetAtStart);

    /// <summary>The settings of some options. Groups with names of the operator's choice have none of their own; those of a named group are found once it is configured.</summary>
    public static IEnumerable<KnownSetting> In(string section, Type options)
    {
        var defaults = Activator.CreateInstance(options)!;

        return from property in options.GetProperties()
               where property.SetMethod is { IsPublic: true } || typeof(ICollection).IsAssignableFrom(property.PropertyType)
               where OptionsNames.NamedIn(property.PropertyType) is null && property.PropertyType != typeof(StoreSection)
               select new KnownSetting(
                   $"{section}:{property.Name}", TextOf(property.GetValue(defaults)), property.IsDefined(typeof(SecretAttribute)), property.GetCustomAttribute<AppliesAtOnceAttribute>());
    }

    /// <summary>The groups of some options that have names of the operator's choice, or numbers.</summary>
    public static IEnumerable<(string Key, Type Options)> GroupsIn(string section, Type options) =>
        from property in options.GetProperties()
        let named = OptionsNames.NamedIn(property.PropertyType)
        where named is not null
        select ($"{section}:{property.Name}", named);

    private static string? TextOf(object? value) => value switch
    {
        null or ICollection => null,
        bool flag => flag ? "true" : "false",
        TimeSpan time => time.ToString("c", CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(format: null, CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };
}
