using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using WebhookReceiver.EventLogging;
using WebhookReceiver.Inbox;
using WebhookReceiver.Inbox.OnDisk;

namespace WebhookReceiver;

/// <summary>
/// Makes the paths of the settings absolute. A relative one is relative to the settings file (the content root of the application), so that a service which is started from
/// another directory finds the same inbox; in Development, where programs are tried out, it is relative to the current directory.
/// </summary>
internal sealed class SettingsPaths(IHostEnvironment? environment) : IPostConfigureOptions<InboxOptions>, IPostConfigureOptions<EventLogOptions>
{
    /// <summary>The absolute path.</summary>
    /// <param name="path">As it is configured.</param>
    /// <param name="environment">None where a program beside the service reads its settings.</param>
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

        // A directory that was meant before, by a service that used to be started from it, must not become an empty inbox elsewhere.
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
