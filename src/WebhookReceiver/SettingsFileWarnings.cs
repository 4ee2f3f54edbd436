using Microsoft.Extensions.Configuration.Json;

namespace WebhookReceiver;

/// <summary>
/// Warns at startup of settings files with secrets, and of files with a single secret, that everybody on this machine can read, and of any that everybody can write. Not in Development, whose
/// secrets are public.
/// </summary>
internal sealed partial class SettingsFileWarnings(IConfiguration configuration, IHostEnvironment environment, ILogger<SettingsFileWarnings> logger) : IHostedService
{
    private const string FileSuffix = "File";

    private static readonly string[] Secrets =
        ["AppSecret", "VerifyToken", "ApiKey", "ReadKey", "AdditionalAppSecrets", "AdditionalVerifyTokens", "HeaderValue", "AdditionalHeaderValues", "Password", "AccessToken"];

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (OperatingSystem.IsWindows() || environment.IsDevelopment() || configuration is not IConfigurationRoot root)
        {
            return Task.CompletedTask;
        }

        foreach (var provider in root.Providers.OfType<JsonConfigurationProvider>())
        {
            if (provider.Source.FileProvider?.GetFileInfo(provider.Source.Path ?? string.Empty) is { Exists: true, PhysicalPath: { } path })
            {
                Check(path, File.GetUnixFileMode(path), HasSecret(provider, parent: null));
            }
        }

        foreach (var path in SecretFiles().Where(File.Exists))
        {
            Check(path, File.GetUnixFileMode(path), hasSecret: true);
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static bool HasSecret(JsonConfigurationProvider provider, string? parent) => provider.GetChildKeys([], parent).Distinct(StringComparer.OrdinalIgnoreCase).Any(key =>
        Secrets.Contains(key, StringComparer.OrdinalIgnoreCase) || HasSecret(provider, parent is null ? key : ConfigurationPath.Combine(parent, key)));

    /// <summary>The files that settings such as <c>AppSecretFile</c> name.</summary>
    private IEnumerable<string> SecretFiles() =>
        from setting in configuration.AsEnumerable()
        let name = ConfigurationPath.GetSectionKey(setting.Key)
        where name.EndsWith(FileSuffix, StringComparison.OrdinalIgnoreCase) && Secrets.Contains(name[..^FileSuffix.Length], StringComparer.OrdinalIgnoreCase) && !string.IsNullOrWhiteSpace(setting.Value)
        select Path.GetFullPath(setting.Value, environment.ContentRootPath);

    private void Check(string path, UnixFileMode mode, bool hasSecret)
    {
        if (mode.HasFlag(UnixFileMode.OtherWrite))
        {
            CanBeWritten(logger, path);
        }

        if (hasSecret && mode.HasFlag(UnixFileMode.OtherRead))
        {
            SecretsCanBeRead(logger, path);
        }
    }

    [LoggerMessage(1022, LogLevel.Warning, "The file {Path} contains secrets, and everybody on this machine can read it; revoke that with chmod o-r")]
    private static partial void SecretsCanBeRead(ILogger logger, string path);

    [LoggerMessage(1023, LogLevel.Warning, "Everybody on this machine can write the file {Path}, and so decide who gets access; revoke that with chmod o-w")]
    private static partial void CanBeWritten(ILogger logger, string path);
}
