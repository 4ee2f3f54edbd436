using System.Buffers.Binary;
using System.Diagnostics;
using WebhookReceiver.Deliveries;
using WebhookReceiver.Journal;
using Xunit;

namespace WebhookReceiver.Pipeline.Tests.Inbox.OnDisk;

/// <summary>Deliveries with a trace context, and what they do to the format.</summary>
[Trait("row", "D13")]
public sealed class TracedDeliveryTests : InboxTest
{
    private const int VersionOffset = 4;

    [Fact]
    public async Task Without_a_trace_an_earlier_program_can_read_every_file()
    {
        using var life = await InboxLife.StartAsync(NewDisk(), Folder, options: InboxLife.Settings(2048));
        await life.AcceptAsync(Enumerable.Range(0, 12).Select(static seed => HashedBody.Delivery(new Random(seed), 900)));
        await life.Outcomes.FlushAsync(CancellationToken.None);

        Assert.All(SegmentsOf(life.Disk, Folder.Deliveries).Concat(SegmentsOf(life.Disk, Folder.Outcomes)), path => Assert.Equal(SegmentHeader.CommonVersion, VersionOf(life, path)));
        Assert.True(SegmentsOf(life.Disk, Folder.Deliveries).Count > 2);
    }

    [Fact]
    public async Task The_first_traced_delivery_begins_a_segment_that_an_earlier_program_refuses_as_a_whole()
    {
        using var life = await InboxLife.StartAsync(NewDisk(), Folder);
        var traced = Traced(2);
        Assert.True(await life.AcceptAsync(HashedBody.Delivery(new Random(1), 100)));
        Assert.True(await life.AcceptAsync(traced));
        Assert.True(await life.AcceptAsync(HashedBody.Delivery(new Random(3), 100)));
        Assert.True(await life.AcceptAsync(Traced(4)));

        // One that has the version of before, and one for all that follows.
        Assert.Equal([2, 3], SegmentsOf(life.Disk, Folder.Deliveries).Order(StringComparer.Ordinal).Select(path => VersionOf(life, path)));
        Assert.All(SegmentsOf(life.Disk, Folder.Outcomes), path => Assert.Equal(SegmentHeader.CommonVersion, VersionOf(life, path)));
        Assert.Equal([false, true, false, true], life.TakeAll().Select(static delivery => delivery.Trace is not null));

        var open = await OpenDeliveriesAsync(await life.CutPowerAsync(1), Folder);
        Assert.Equal(traced.Trace!.Context, open[1].Trace!.Context);
        Assert.All(open, static delivery => Assert.True(HashedBody.IsWhole(delivery.Body.Span)));
    }

    [Fact]
    public async Task The_next_run_begins_with_the_common_version_again()
    {
        using var life = await InboxLife.StartAsync(NewDisk(), Folder);
        Assert.True(await life.AcceptAsync(Traced(1)));

        using var next = await InboxLife.StartAsync(await life.CutPowerAsync(1), Folder);
        Assert.True(await next.AcceptAsync(HashedBody.Delivery(new Random(3), 100)));

        Assert.Equal([2, 3, 2], SegmentsOf(next.Disk, Folder.Deliveries).Order(StringComparer.Ordinal).Select(path => VersionOf(next, path)));
    }

    private static int VersionOf(InboxLife life, string path) => BinaryPrimitives.ReadInt32LittleEndian(life.Disk[path].AsSpan(VersionOffset));

    private static Delivery Traced(int seed) => Delivery.Restored(
        new Guid(seed, 0, 0, new byte[8]),
        "default",
        HashedBody.Make(new Random(seed), 100),
        DateTimeOffset.UnixEpoch,
        phoneNumberId: null,
        default,
        trace: new DeliveryTrace(new ActivityContext(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), ActivityTraceFlags.Recorded, isRemote: true)));
}
