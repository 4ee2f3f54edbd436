using WebhookReceiver.Deliveries;
using WebhookReceiver.Inbox;
using WebhookReceiver.Inbox.OnDisk;
using WebhookReceiver.Journal;
using WebhookReceiver.Pipeline.Tests.Fakes;
using Xunit;

namespace WebhookReceiver.Pipeline.Tests.Inbox.OnDisk;

/// <summary>A real folder for the lock file; everything else of the inbox is on the simulated disk under the same path.</summary>
public abstract class InboxTest : IDisposable
{
    private readonly string real = Directory.CreateTempSubdirectory("inbox-").FullName;

    private protected InboxTest()
    {
        Folder = new InboxFolder(Path.Combine(real, "data", "inbox"));
        Directory.CreateDirectory(Folder.Path);
    }

    private protected InboxFolder Folder { get; }

    private protected SimulatedDisk NewDisk(int seed = 1) => new(real, seed);

    private protected static async Task<List<Delivery>> OpenDeliveriesAsync(SimulatedDisk disk, InboxFolder folder, InboxOptions? options = null)
    {
        using var life = await InboxLife.StartAsync(disk, folder, options: options);
        Assert.False(life.HasGivenUp, string.Join('\n', life.Log.Lines.Select(static line => line.Text)));
        return life.TakeAll();
    }

    private protected static List<string> SegmentsOf(SimulatedDisk disk, string folder) =>
        [.. disk.Paths.Where(path => Path.GetDirectoryName(path)!.Equals(folder, StringComparison.Ordinal))
            .Where(static path => SegmentName.TryParse(Path.GetFileName(path), out _))];

    public void Dispose()
    {
        Dispose(isDisposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool isDisposing) => Directory.Delete(real, recursive: true);

    private protected static void AssertHolds(IEnumerable<Delivery> expected, IEnumerable<Delivery> found)
    {
        var bodies = found.Select(static delivery => (delivery.Id, Convert.ToHexString(delivery.Body.Span))).ToList();
        Assert.Empty(expected.Select(static delivery => (delivery.Id, Convert.ToHexString(delivery.Body.Span))).Except(bodies));
        Assert.Equal(bodies.Distinct(), bodies);
    }
}
