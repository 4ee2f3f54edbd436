namespace WebhookReceiver.Tests.Receiving;

/// <summary>Waits for what another process writes to the files of a folder, woken by the file system.</summary>
internal static class FolderWatch
{
    /// <summary>Also checks without a signal, but rarely: in a folder that was created only just now the first files are not always reported.</summary>
    private static readonly TimeSpan Unsignalled = TimeSpan.FromSeconds(1);

    /// <summary>How long to let changes accumulate, so that a file is not read again for each of its lines.</summary>
    private static readonly TimeSpan Together = TimeSpan.FromMilliseconds(10);

    /// <param name="path">The folder, or a file in it; it need not exist.</param>
    /// <param name="condition">Evaluated now and after each change.</param>
    /// <param name="cancellationToken">Ends the wait with an <see cref="OperationCanceledException"/>.</param>
    public static async Task UntilAsync(string path, Func<bool> condition, CancellationToken cancellationToken)
    {
        var changes = new Steps();
        using var watcher = new FileSystemWatcher(Existing(path)) { IncludeSubdirectories = true };
        watcher.Changed += (_, _) => changes.Taken();
        watcher.Created += (_, _) => changes.Taken();
        watcher.Renamed += (_, _) => changes.Taken();
        watcher.Error += (_, _) => changes.Taken();
        watcher.EnableRaisingEvents = true;

        while (true)
        {
            var change = changes.Next;

            if (condition())
            {
                return;
            }

            await change.WaitAsync(Unsignalled, TimeProvider.System, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await Task.Delay(Together, TimeProvider.System, cancellationToken);
        }
    }

    private static string Existing(string path)
    {
        while (!Directory.Exists(path))
        {
            path = Path.GetDirectoryName(path)!;
        }

        return path;
    }
}
