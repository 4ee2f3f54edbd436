using System.Text;
using Microsoft.Extensions.Options;
using WebhookReceiver.Deliveries;
using WebhookReceiver.Inbox;
using WebhookReceiver.Operators;
using WebhookReceiver.Pipeline.Tests.Dispatch;
using WebhookReceiver.Pipeline.Tests.Fakes;
using Xunit;

namespace WebhookReceiver.Pipeline.Tests.Operators;

/// <summary>The pages of a search: whole, cut short by its time limit, and one after another.</summary>
public sealed class EventFinderTests
{
    private readonly ManualClock clock = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_search_that_is_cut_short_says_so_and_how_far_it_got_and_goes_on_from_there()
    {
        var store = new RowStore([.. Enumerable.Range(1, 10).Select(static number => Row(number, $"wamid.{number}"))]) { BeforeRow = () => clock.Advance(TimeSpan.FromMilliseconds(300)) };

        var pages = await PagesAsync(store, limit: 100);

        Assert.Equal((false, DateTimeOffset.UnixEpoch.AddSeconds(8)), (pages[0].IsComplete, pages[0].SearchedBackTo!.Value));
        Assert.Equal(["wamid.10", "wamid.9", "wamid.8"], pages[0].Events.Select(static one => one.MessageId));
        Assert.Equal(Enumerable.Range(1, 10).Reverse().Select(static number => $"wamid.{number}"), pages.SelectMany(static page => page.Events).Select(static one => one.MessageId));
        Assert.All(pages.SkipLast(1), static page => Assert.False(page.IsComplete));
        Assert.True(pages[^1].IsComplete);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(100)]
    public async Task A_page_may_end_between_two_events_of_a_delivery(int limit)
    {
        var store = new RowStore(Row(1, "wamid.1", "wamid.2", "wamid.3"), Row(2, "wamid.4"), Row(3, "wamid.5", "wamid.6"));

        var pages = await PagesAsync(store, limit);

        Assert.Equal(Enumerable.Range(1, 6).Reverse().Select(static number => $"wamid.{number}"), pages.SelectMany(static page => page.Events).Select(static one => one.MessageId));
        Assert.All(pages.SkipLast(1), page => Assert.Equal((true, limit), (page.IsComplete, page.Events.Count)));
    }

    [Fact]
    public async Task A_page_that_ends_between_deliveries_of_one_moment_hides_none_of_them()
    {
        var store = new RowStore([.. Enumerable.Range(1, 4).Select(static number => Row(1, $"wamid.{number}")).Select(static (row, index) => At(row, new DeliveryPosition(1, index)))]);

        var events = (await PagesAsync(store, limit: 1)).SelectMany(static page => page.Events);

        Assert.Equal(["wamid.4", "wamid.3", "wamid.2", "wamid.1"], events.Select(static one => one.MessageId));
    }

    [Fact]
    public async Task The_events_of_a_delivery_are_looked_up_together()
    {
        var store = new RowStore(Row(1, [.. Enumerable.Range(1, 150).Select(static number => $"wamid.{number}")]));

        var page = Assert.Single(await PagesAsync(store, limit: 1000));

        Assert.Equal(150, page.Events.Count);
        Assert.Equal(2, store.Questions);
    }

    private static Delivery At(Delivery row, DeliveryPosition position) => Delivery.Restored(row.Id, row.Endpoint, row.Body, row.ReceivedAt, row.PhoneNumberId, position);

    private static Delivery Row(int number, params string[] messages) => Delivery.Restored(
        DeliveryIds.Next(),
        "default",
        Encoding.UTF8.GetBytes(Wire.Body(messages.Select(static id => Wire.Message("15550100300", id, DateTimeOffset.UnixEpoch)))),
        DateTimeOffset.UnixEpoch.AddSeconds(number),
        phoneNumberId: null,
        new DeliveryPosition(number, 0));

    private async Task<List<EventPage>> PagesAsync(RowStore store, int limit)
    {
        var outcomes = new MemoryOutcomes(Options.Create(new InboxOptions()), clock);
        var match = new EventMatch(new EventSearch(), handlers: null!);
        var pages = new List<EventPage>();
        SearchCursor? after = null;

        do
        {
            pages.Add(await new EventFinder(store, new LocalDeadLetters(outcomes, outcomes), clock).FindAsync(match, limit, after, Token));
            after = pages[^1].Next is { } next && SearchCursor.TryParse(next, out var cursor) ? cursor : null;
        }
        while (after is not null);

        return pages;
    }
}
