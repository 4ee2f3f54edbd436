using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WebhookReceiver.Files;

namespace WebhookReceiver.Endpoints;

/// <summary>Loads the settings files again when they change. The framework's own watcher misses links whose target is replaced, and silently ignores a file with a mistake.</summary>
internal sealed partial class SettingsFiles(IConfiguration configuration, FileWatch watch, ILogger<SettingsFiles> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var file in ProvidersOf(configuration).Where(static file => file.Source.ReloadOnChange))
        {
            watch.Watch(() => PathOf(file), () => Load(file));
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static IEnumerable<FileConfigurationProvider> ProvidersOf(IConfiguration configuration) =>
        configuration is not IConfigurationRoot root ? [] : root.Providers.SelectMany(static provider => provider switch
        {
            FileConfigurationProvider file => [file],
            ChainedConfigurationProvider chained => ProvidersOf(chained.Configuration),
            _ => Enumerable.Empty<FileConfigurationProvider>(),
        });

    private static IEnumerable<string> PathOf(FileConfigurationProvider file) =>
        file.Source is { FileProvider: { } files, Path: { } path } && files.GetFileInfo(path).PhysicalPath is { } physical ? [physical] : [];

    private void Load(FileConfigurationProvider file)
    {
        try
        {
            file.Load();
        }
        catch (InvalidDataException exception)
        {
            FileRefused(logger, file.Source.Path, (exception.InnerException ?? exception).Message);
        }
    }

    [LoggerMessage(1004, LogLevel.Error, "Changed settings file {File} refused; the previous settings stay in force: {Problem}")]
    private static partial void FileRefused(ILogger logger, string? file, string problem);
}
