using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.CommandLine;
using Microsoft.Extensions.Configuration.EnvironmentVariables;

namespace WebhookReceiver.Operators;

/// <summary>Which configuration provider a value comes from, in words.</summary>
internal static class SettingSource
{
    public const string Default = "default";

    public static string Of(IConfiguration configuration, string key)
    {
        if (configuration is not IConfigurationRoot root)
        {
            return "configuration";
        }

        // The last provider that has a key decides, as in the configuration itself.
        var provider = root.Providers.Reverse().FirstOrDefault(one => one.TryGet(key, out var value) && value is not null);

        return provider switch
        {
            null => Default,
            FileConfigurationProvider { Source.Path: { } path } => path,
            EnvironmentVariablesConfigurationProvider => "environment",
            CommandLineConfigurationProvider => "command line",
            ChainedConfigurationProvider chained => Of(chained.Configuration, key),
            _ => "code",
        };
    }
}
