using System.Security.Cryptography;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WebhookReceiver.Scheduling;

namespace WebhookReceiver.Endpoints;

/// <summary>
/// Polls the settings files itself, because the framework's watcher misses two changes that matter for secrets: a symbolic link whose target is replaced, which is how
/// Kubernetes mounts secrets, and a file that has become unreadable, which it ignores silently.
/// </summary>
internal sealed partial class SettingsFiles(IConfiguration configuration, TimeProvider clock, ILogger<SettingsFiles> logger) : IHostedService, IDisposable
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly List<(FileConfigurationProvider Provider, byte[]? Seen)> files =
        [.. ProvidersOf(configuration).Where(static file => file.Source.ReloadOnChange).Select(static file => (file, ContentOf(file)))];

    private PeriodicWork? watch;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        watch = new PeriodicWork(clock, Interval, Look, exception => LookFailed(logger, exception));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        Dispose();
        return Task.CompletedTask;
    }

    public void Dispose() => watch?.Dispose();

    private static IEnumerable<FileConfigurationProvider> ProvidersOf(IConfiguration configuration) =>
        configuration is not IConfigurationRoot root ? [] : root.Providers.SelectMany(static provider => provider switch
        {
            FileConfigurationProvider file => [file],
            ChainedConfigurationProvider chained => ProvidersOf(chained.Configuration),
            _ => Enumerable.Empty<FileConfigurationProvider>(),
        });

    /// <returns>Null while there is no file: it may be in the middle of being replaced.</returns>
    private static byte[]? ContentOf(FileConfigurationProvider file)
    {
        if (file.Source is not { FileProvider: { } files, Path: { } path } || files.GetFileInfo(path) is not { Exists: true } found)
        {
            return null;
        }

        try
        {
            using var content = found.CreateReadStream();
            return SHA256.HashData(content);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            // A dangling link.
            return null;
        }
    }

    private void Look()
    {
        for (var index = 0; index < files.Count; index++)
        {
            var (file, seen) = files[index];

            if (ContentOf(file) is { } content && !content.AsSpan().SequenceEqual(seen))
            {
                // Recorded before loading, so that a change made in between is loaded again.
                files[index] = (file, content);
                Load(file);
            }
        }
    }

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

    [LoggerMessage(1005, LogLevel.Error, "Checking the settings files failed; the next check follows as scheduled")]
    private static partial void LookFailed(ILogger logger, Exception exception);
}
