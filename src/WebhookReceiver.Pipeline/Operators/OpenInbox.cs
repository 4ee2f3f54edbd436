using WebhookReceiver.Inbox;
using WebhookReceiver.Inbox.OnDisk;
using WebhookReceiver.Journal.Disk;

namespace WebhookReceiver.Operators;

/// <summary>The parts of a journal that has been recovered, be it by a service or by a command.</summary>
/// <param name="Disk">Where it is.</param>
/// <param name="Folder">In which folder.</param>
/// <param name="Segments">Its deliveries, and which of them are settled.</param>
/// <param name="Time">By which it ages.</param>
/// <param name="Options">The settings.</param>
/// <param name="BeginAnew">Ends the file of deliveries that is being written; null when none is.</param>
internal sealed record OpenInbox(IDisk Disk, InboxFolder Folder, DeliverySegments Segments, InboxClock Time, InboxOptions Options, Action? BeginAnew)
{
    public long BytesIn(string directory) => Disk.FilesIn(directory).Sum(name => LengthOf(Path.Combine(directory, name)));

    /// <summary>Zero when retention has deleted it since it was listed.</summary>
    private static long LengthOf(string path) => new FileInfo(path) is { Exists: true } file ? file.Length : 0;
}
