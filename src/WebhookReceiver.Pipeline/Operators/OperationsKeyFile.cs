using System.Text;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WebhookReceiver.Inbox;
using WebhookReceiver.Inbox.OnDisk;
using WebhookReceiver.Journal.Disk;

namespace WebhookReceiver.Operators;

/// <summary>
/// Writes the random key of this start to the inbox's folder, where whoever may read it is the operator. Started after the inbox, which has locked the folder by then:
/// a second process that does not get it must not exchange the key of the first.
/// </summary>
internal sealed partial class OperationsKeyFile(
    OperationsKey key, IOptions<InboxOptions> options, IDisk disk, InboxFolder folder, FolderClaim claim, IHostApplicationLifetime lifetime, ILogger<OperationsKeyFile> logger)
    : IHostedService
{
    public const string FileName = "operations.key";

    /// <exception cref="WhatsAppConfigurationException">The key cannot be written.</exception>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (!options.Value.IsJournal)
        {
            return Task.CompletedTask;
        }

        if (claim.Taken.IsCompleted)
        {
            Write();
        }
        else
        {
            _ = WriteLaterAsync();
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Another process has the folder, and its key, until it is through.</summary>
    private async Task WriteLaterAsync()
    {
        try
        {
            await claim.Taken;
            Write();
        }
        catch (WhatsAppConfigurationException exception)
        {
            KeyNotWritten(logger, exception.Problems[0]);
            Environment.ExitCode = 1;
            lifetime.StopApplication();
        }
    }

    private void Write()
    {
        var path = Path.Combine(folder.Path, FileName);

        try
        {
            if (key.Generated is { } text)
            {
                Write(path, text);
                disk.SyncDirectory(folder.Path);
                KeyWritten(logger, path);
            }
            else if (disk.FilesIn(folder.Path).Contains(FileName, StringComparer.Ordinal))
            {
                // Of an earlier start without a configured key: it opens nothing now, and would only mislead.
                disk.Delete(path);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new WhatsAppConfigurationException($"Inbox:Directory ({folder.Path}): the key of /api cannot be written to it: {exception.Message}", exception);
        }
    }

    /// <summary>Under another name first, so that nobody reads half a key.</summary>
    private void Write(string path, string text)
    {
        var unfinished = path + ".new";

        // Left by a start that was killed in between.
        File.Delete(unfinished);

        using (var file = disk.Create(unfinished))
        {
            file.Write(0, Encoding.ASCII.GetBytes(text));
            file.Sync();
        }

        File.Move(unfinished, path, overwrite: true);
    }

    [LoggerMessage(1280, LogLevel.Information, "The key of /api for this start is in {Path}")]
    private static partial void KeyWritten(ILogger logger, string path);

    [LoggerMessage(1282, LogLevel.Critical, "The service stops: {Problem}")]
    private static partial void KeyNotWritten(ILogger logger, string problem);
}
