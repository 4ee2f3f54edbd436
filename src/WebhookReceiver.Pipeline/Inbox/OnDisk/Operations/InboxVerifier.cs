using System.Globalization;
using WebhookReceiver.Journal;
using WebhookReceiver.Journal.Disk;

namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>Reads both journals of a folder from end to end and changes nothing: works while a service writes them, and on a read-only folder.</summary>
/// <param name="disk">The disk.</param>
/// <param name="folder">The folder.</param>
/// <param name="segments">What this process's service knows to be durable; null when another process may be using the folder, or none.</param>
internal sealed class InboxVerifier(IDisk disk, InboxFolder folder, DeliverySegments? segments = null)
{
    /// <summary>How many times the files are listed again when one was deleted in the meantime.</summary>
    private const int Tries = 5;

    /// <exception cref="InvalidDataException">A file was written by a newer version.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public StoreVerification Verify(CancellationToken cancellationToken) => new(
        folder.Path,
        Verify(folder.Deliveries, FrameReading.IsDelivery, name => segments?.All.FirstOrDefault(segment => segment.Name == name)?.DurableEnd ?? 0, cancellationToken),
        Verify(folder.Outcomes, FrameReading.IsOutcomes, static _ => 0, cancellationToken),
        disk.FilesIn(folder.Damaged).Count);

    private VerifiedParts Verify(string directory, FrameCheck isUnderstood, Func<SegmentName, long> durableEnd, CancellationToken cancellationToken)
    {
        var found = Found(directory);
        var read = new List<VerifiedPart>();
        var gaps = new List<(long From, long To)>();

        for (var index = 0; index < found.Count; index++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var next = index + 1 < found.Count ? found[index + 1].Header : null;
            var recorded = next?.Previous is { } previous && previous.Segment == found[index].Name.Id ? previous.Offset : 0;
            var segment = new SegmentCheck(disk, directory, found[index], Math.Max(recorded, durableEnd(found[index].Name)), isUnderstood, gaps);

            if (segment.Run(read.LastOrDefault(static one => one.Last is not null)?.Last) is { } result)
            {
                read.Add(result);
            }
        }

        return new VerifiedParts(read, [.. SegmentCatalogue.MissingFrom(found).Select(static id => id.ToString("x16", CultureInfo.InvariantCulture))], gaps);
    }

    /// <summary>Retention may delete a file after it was listed and before it is opened.</summary>
    private IReadOnlyList<FoundSegment> Found(string directory)
    {
        for (var tries = 1; ; tries++)
        {
            var before = disk.FilesIn(directory);

            try
            {
                return SegmentCatalogue.Read(disk, directory);
            }
            catch (IOException) when (tries < Tries && before.Any(name => !File.Exists(Path.Combine(directory, name))))
            {
                // The files are listed again.
            }
        }
    }
}
