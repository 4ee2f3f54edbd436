using System.Text;
using Microsoft.Extensions.Options;
using WebhookReceiver.Deliveries;
using WebhookReceiver.Inbox;
using WebhookReceiver.Operators;
using WebhookReceiver.Pipeline.Tests.Fakes;
using Xunit;

namespace WebhookReceiver.Pipeline.Tests.Inbox.OnDisk;

/// <summary>A search of segments in which little is found: its pages are there in time.</summary>
public sealed class SearchTimeTests : InboxTest
{
    private const int Count = 8;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_open_is_looked_for_among_what_is_handled_in_pages_that_are_cut_short()
    {
        using var life = await InboxLife.StartAsync(NewDisk(), Folder, options: InboxLife.Settings(segmentBytes: 64 * 1024));

        for (var number = 0; number < Count; number++)
        {
            var body = Encoding.UTF8.GetBytes(TextNotification.Of($"wamid.{number}", $"1555010{number:0000}"));
            Assert.True(await life.AcceptAsync(Delivery.Restored(DeliveryIds.Next(), "default", body, life.Clock.GetUtcNow(), phoneNumberId: null, default)));
        }

        life.TakeAll().Skip(1).ToList().ForEach(delivery => life.Outcomes.DeliverySettled(delivery.Position));
        await life.Outcomes.FlushAsync(Token);

        var pages = await PagesAsync(life, new EventSearch { State = EventState.Open });

        Assert.All(pages.SkipLast(1), static page => Assert.Equal((false, true), (page.IsComplete, page.SearchedBackTo is not null)));
        Assert.InRange(pages.Count, 3, Count);
        Assert.Equal("wamid.0", Assert.Single(pages.SelectMany(static page => page.Events)).MessageId);
    }

    private static async Task<List<EventPage>> PagesAsync(InboxLife life, EventSearch search)
    {
        var (clock, pages) = (new HurryingClock(), new List<EventPage>());
        var outcomes = new MemoryOutcomes(Options.Create(new InboxOptions()), clock);
        SearchCursor? after = null;

        do
        {
            var finder = new EventFinder(life.Operations, new LocalDeadLetters(outcomes, outcomes), clock);
            pages.Add(await finder.FindAsync(new EventMatch(search, handlers: null!), limit: 10, after, Token));
            after = pages[^1].Next is { } next && SearchCursor.TryParse(next, out var cursor) ? cursor : null;
        }
        while (after is not null);

        return pages;
    }

    /// <summary>Whenever somebody looks, 300 milliseconds have passed.</summary>
    private sealed class HurryingClock : TimeProvider
    {
        private long timestamp;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => timestamp += 300 * TimeSpan.TicksPerMillisecond;
    }
}
