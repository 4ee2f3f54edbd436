using System.Collections.Frozen;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace WebhookReceiver.Operators;

/// <summary>
/// Lists the settings in force: those of all sections that the receiver has options for, those that the application documents, and whatever else is configured in one of these sections. Values are
/// those of the start, because most settings are read then; of settings that are applied when they change, those of now. Secrets are never shown.
/// </summary>
internal sealed class SettingsReader(IConfiguration configuration, IEnumerable<SettingsSection> sections, IEnumerable<DocumentedSetting> documented) : IHostedService
{
    private readonly Dictionary<string, DocumentedSetting> described = documented.DistinctBy(static one => one.Key, StringComparer.OrdinalIgnoreCase)
        .ToDictionary(static one => one.Key, StringComparer.OrdinalIgnoreCase);

    private FrozenDictionary<string, string?> atStart = FrozenDictionary<string, string?>.Empty;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        atStart = Configured().ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public SettingsList Read()
    {
        var known = Known().DistinctBy(static one => one.Key, StringComparer.OrdinalIgnoreCase).ToDictionary(static one => one.Key, StringComparer.OrdinalIgnoreCase);
        var now = Configured().ToDictionary(StringComparer.OrdinalIgnoreCase);
        var keys = known.Keys.Concat(described.Keys).Concat(now.Keys).Concat(atStart.Keys).Distinct(StringComparer.OrdinalIgnoreCase);

        return new SettingsList([.. keys
            .Where(key => !configuration.GetSection(key).GetChildren().Any())
            .Order(StringComparer.OrdinalIgnoreCase)
            .Select(key => Of(key, known, now))]);
    }

    /// <summary>Those of options, also of the groups that are configured, or were at the start.</summary>
    private IEnumerable<KnownSetting> Known() => sections.SelectMany(one => KnownIn(one.Section, one.Options));

    private IEnumerable<KnownSetting> KnownIn(string section, Type options) => KnownSetting.In(section, options).Concat(
        from @group in KnownSetting.GroupsIn(section, options)
        from named in configuration.GetSection(@group.Key).GetChildren().Select(static one => one.Path).Concat(AtStartIn(@group.Key)).Distinct(StringComparer.OrdinalIgnoreCase)
        from setting in KnownIn(named, @group.Options)
        select setting);

    /// <summary>The members that a group had at the start.</summary>
    private IEnumerable<string> AtStartIn(string group) => atStart.Keys
        .Where(key => key.StartsWith($"{group}:", StringComparison.OrdinalIgnoreCase))
        .Select(key => key.IndexOf(':', group.Length + 1) is > 0 and var end ? key[..end] : key);

    private IEnumerable<KeyValuePair<string, string?>> Configured() =>
        from root in sections.Select(static one => one.Section).Concat(described.Keys).Select(static key => key.Split(':')[0]).Distinct(StringComparer.OrdinalIgnoreCase)
        from setting in configuration.GetSection(root).AsEnumerable()
        where setting.Value is not null
        select setting;

    private SettingInForce Of(string key, Dictionary<string, KnownSetting> known, Dictionary<string, string?> now)
    {
        // An entry of a list has what is known of the list.
        var setting = known.GetValueOrDefault(key) ?? known.GetValueOrDefault(ParentOf(key));
        var document = described.GetValueOrDefault(key) ?? described.GetValueOrDefault(ParentOf(key));
        var isSecret = setting?.IsSecret is true || document?.IsSecret is true || (setting is null && SecretMask.IsSuspicious(key));
        var (value, changed) = (atStart.GetValueOrDefault(key), now.GetValueOrDefault(key));

        // Secrets that no options define are those of commands, which read them when they are given.
        var appliesAtOnce = (setting ?? SecretInFile(key, known))?.AppliesAtOnce(wasSetAtStart: value is not null) ?? isSecret;
        var inForce = appliesAtOnce ? changed : value;
        var shown = inForce is null ? null : isSecret ? SecretMask.Dots : Plain(key, inForce);

        return new SettingInForce
        {
            Key = key,
            Value = shown,
            Default = setting is null ? document?.Default : setting.Default,
            Source = shown is null ? SettingSource.Default : SettingSource.Of(configuration, key),
            IsSecret = isSecret,
            IsPending = !appliesAtOnce && !string.Equals(value, changed, StringComparison.Ordinal),
            Description = document?.Description,
        };
    }

    /// <summary>The provider of settings files writes <c>True</c> for <c>true</c>.</summary>
    private static string Plain(string key, string value) => value is "True" or "False" ? value.ToLowerInvariant() : SecretMask.WithoutSecrets(key, value);

    /// <summary>The secret whose file a key names; null when it names none.</summary>
    private static KnownSetting? SecretInFile(string key, Dictionary<string, KnownSetting> known) =>
        key.EndsWith(SecretFiles.Suffix, StringComparison.OrdinalIgnoreCase) && known.GetValueOrDefault(key[..^SecretFiles.Suffix.Length]) is { IsSecret: true } secret ? secret : null;

    private static string ParentOf(string key) => key.LastIndexOf(':') is > 0 and var end ? key[..end] : key;
}
