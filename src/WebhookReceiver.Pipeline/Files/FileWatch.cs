using System.Security.Cryptography;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WebhookReceiver.Scheduling;

namespace WebhookReceiver.Files;

/// <summary>
/// Polls files for a change of their content, because watchers of folders miss two that matter for secrets and certificates: a symbolic link whose target is replaced, which is
/// how Kubernetes mounts secrets and certbot renews certificates, and a file that has become unreadable.
/// </summary>
internal sealed partial class FileWatch(TimeProvider clock, ILogger<FileWatch> logger) : IHostedService, IDisposable
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly Lock gate = new();
    private readonly List<Watched> all = [];
    private PeriodicWork? work;

    /// <summary>Calls <paramref name="changed"/> after the content of one of these files has changed. Call it before reading them, so that no change is missed in between.</summary>
    /// <param name="paths">The files, asked for at each look, because the settings that name them may change. One that is named later counts as changed.</param>
    /// <param name="changed">Called on the watch's thread, once for a look that found one or more of the files changed.</param>
    public void Watch(Func<IEnumerable<string>> paths, Action changed)
    {
        var watched = new Watched(paths, changed);
        watched.HasChanged();

        lock (gate)
        {
            all.Add(watched);
        }
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        work = new PeriodicWork(clock, Interval, Look, exception => LookFailed(logger, exception));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        Dispose();
        return Task.CompletedTask;
    }

    public void Dispose() => work?.Dispose();

    private void Look()
    {
        Watched[] now;

        lock (gate)
        {
            now = [.. all];
        }

        foreach (var watched in now)
        {
            try
            {
                if (watched.HasChanged())
                {
                    watched.Changed();
                }
            }
            catch (Exception exception)
            {
                // The others are looked at nevertheless.
                LookFailed(logger, exception);
            }
        }
    }

    [LoggerMessage(1005, LogLevel.Error, "Checking the settings files failed; the next check follows as scheduled")]
    private static partial void LookFailed(ILogger logger, Exception exception);

    /// <summary>Some files, as they were at the last look.</summary>
    private sealed class Watched(Func<IEnumerable<string>> paths, Action changed)
    {
        private readonly Dictionary<string, byte[]> seen = new(StringComparer.Ordinal);

        public Action Changed => changed;

        /// <summary>Compares all files with the last look, and remembers them as they are now: a change made while the caller reads them is found at the next look.</summary>
        public bool HasChanged()
        {
            var hasChanged = false;

            foreach (var path in paths())
            {
                if (ContentOf(path) is { } content && !(seen.TryGetValue(path, out var known) && content.AsSpan().SequenceEqual(known)))
                {
                    seen[path] = content;
                    hasChanged = true;
                }
            }

            return hasChanged;
        }

        /// <returns>The hash of the content, nothing if it cannot be read. Null while there is no file: it may be in the middle of being replaced.</returns>
        private static byte[]? ContentOf(string path)
        {
            try
            {
                using var content = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
                return SHA256.HashData(content);
            }
            catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
            {
                return null;
            }
            catch (UnauthorizedAccessException)
            {
                // A change like any other, which the owner of the file reports once, with its setting: a renewed key often belongs to somebody else.
                return [];
            }
        }
    }
}
