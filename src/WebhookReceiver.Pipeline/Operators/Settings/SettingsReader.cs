using System.Collections.Frozen;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace WebhookReceiver.Operators;

/// <summary>
/// Lists the settings in force: those of all sections that the receiver has options for, those that the application documents, and whatever else is configured in one of these sections. Values are
/// those of the start, because most settings are read then; secrets are never read.
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

    /// <summary>Those of options, also of the groups that are configured.</summary>
    private IEnumerable<KnownSetting> Known() => sections.SelectMany(one => KnownIn(one.Section, one.Options));

    private IEnumerable<KnownSetting> KnownIn(string section, Type options) => KnownSetting.In(section, options).Concat(
        from @group in KnownSetting.GroupsIn(section, options)
        from named in configuration.GetSection(@group.Key).GetChildren()
        from setting in KnownIn(named.Path, @group.Options)
        select setting);

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

        // Secrets are exchanged while the service runs, so what is configured now is in force.
        var shown = isSecret ? changed is null ? null : SecretMask.Dots : value is null ? null : Plain(key, value);

        return new SettingInForce
        {
            Key = key,
            Value = shown,
            Default = setting is null ? document?.Default : setting.Default,
            Source = shown is null ? SettingSource.Default : SettingSource.Of(configuration, key),
            IsSecret = isSecret,
            IsPending = !isSecret && !string.Equals(value, changed, StringComparison.Ordinal),
            Description = document?.Description,
        };
    }

    /// <summary>The provider of settings files writes <c>True</c> for <c>true</c>.</summary>
    private static string Plain(string key, string value) => value is "True" or "False" ? value.ToLowerInvariant() : SecretMask.WithoutSecrets(key, value);

    private static string ParentOf(string key) => key.LastIndexOf(':') is > 0 and var end ? key[..end] : key;
}
