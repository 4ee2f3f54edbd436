using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using WebhookReceiver.EventLogging;
using WebhookReceiver.Inbox;
using WebhookReceiver.Inbox.OnDisk;

namespace WebhookReceiver;

/// <summary>
/// Makes the paths in the settings absolute. A relative path is relative to the settings file (the application's content root), so that a service started from
/// another directory finds the same inbox. In Development, where programs are tried out, it is relative to the current directory.
/// </summary>
internal sealed class SettingsPaths(IHostEnvironment? environment) : IPostConfigureOptions<InboxOptions>, IPostConfigureOptions<EventLogOptions>
{
    /// <summary>The absolute path.</summary>
    /// <param name="path">The configured path.</param>
    /// <param name="environment">Null when a program beside the service reads its settings.</param>
    public static string Resolve(string path, IHostEnvironment? environment) =>
        environment is null || environment.IsDevelopment() ? Path.GetFullPath(path) : Path.GetFullPath(path, environment.ContentRootPath);

    public void PostConfigure(string? name, InboxOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.Directory))
        {
            return;
        }

        var fromHere = Path.GetFullPath(options.Directory);
        options.Directory = Resolve(options.Directory, environment);

        // A directory that an earlier version used, relative to where it was started, must not be replaced by an empty inbox elsewhere.
        options.OtherDirectory = !IsInbox(options.Directory) && IsInbox(fromHere) ? fromHere : null;
    }

    public void PostConfigure(string? name, EventLogOptions options)
    {
        if (!string.IsNullOrWhiteSpace(options.Path))
        {
            options.Path = Resolve(options.Path, environment);
        }
    }

    private static bool IsInbox(string directory) => Directory.Exists(new InboxFolder(directory).Deliveries);
}
