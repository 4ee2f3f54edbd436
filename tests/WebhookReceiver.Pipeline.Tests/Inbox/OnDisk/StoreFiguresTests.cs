using WebhookReceiver.Inbox.OnDisk;
using WebhookReceiver.Journal;
using Xunit;

namespace WebhookReceiver.Pipeline.Tests.Inbox.OnDisk;

/// <summary>The figures that metrics and the watchdog read from the journal.</summary>
public sealed class StoreFiguresTests : InboxTest
{
    [Fact]
    public async Task The_backlog_counts_what_is_not_settled_with_its_bytes()
    {
        using var life = await InboxLife.StartAsync(NewDisk(), Folder);
        Assert.Equal((0L, 0L, false), (life.Inbox.Figures.OpenDeliveries, life.Inbox.Figures.OpenBytes, life.Inbox.Figures.IsFailed));
        var accepted = await life.AcceptAsync(Enumerable.Range(0, 4).Select(static number => HashedBody.Delivery(new Random(number), 500)));
        var all = life.Inbox.Figures.OpenBytes!.Value;

        Assert.Equal(4, life.Inbox.Figures.OpenDeliveries);
        Assert.InRange(all, 4 * 500, 4 * 700);

        life.Segments.Settle(accepted[1].Position.Sequence);

        Assert.Equal(3, life.Inbox.Figures.OpenDeliveries);
        Assert.Equal(all * 3 / 4, life.Inbox.Figures.OpenBytes);
        accepted.ForEach(delivery => life.Segments.Settle(delivery.Position.Sequence));
        Assert.Equal((0L, 0L), (life.Inbox.Figures.OpenDeliveries, life.Inbox.Figures.OpenBytes));
    }

    [Fact]
    public async Task Nothing_is_claimed_while_the_inbox_is_closed()
    {
        var life = await InboxLife.StartAsync(NewDisk(), Folder);
        await life.StopAsync();

        Assert.True(life.Inbox.Figures is { IsFailed: true, OpenDeliveries: null, OpenBytes: null, DeadLetters: null, FreeBytes: null, DamagedCopies: null });
        life.Dispose();
    }

    [Fact]
    public void A_segment_without_a_delivery_has_no_bytes()
    {
        var segments = new DeliverySegments();
        segments.Add(new DeliverySegment(new SegmentName(1, 1)));

        Assert.Equal(0, segments.OpenBytes);
    }
}
