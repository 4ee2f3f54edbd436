using WebhookReceiver.Deliveries;
using WebhookReceiver.Inbox;
using WebhookReceiver.Parsing;
using WebhookReceiver.Pipeline.Tests.Fakes;
using WebhookReceiver.WhatsApp;
using Xunit;

namespace WebhookReceiver.Pipeline.Tests.Inbox.Contract;

/// <content>Finding: what a store that outlives the process shows to operators.</content>
public abstract partial class StoreContract
{
    [Fact]
    public async Task Deliveries_are_found_newest_first_and_from_any_of_them_on()
    {
        await using var store = await OpenAsync();

        if (KeepsNothing(store))
        {
            return;
        }

        var sent = await AcceptSomeAsync(store, 45);

        var all = await FindAsync(store, new DeliverySearch());
        var rest = await FindAsync(store, new DeliverySearch { UpTo = all[12].Delivery.Position });
        await store.KillAndReopenAsync();
        var later = await FindAsync(store, new DeliverySearch());

        Assert.Equal(sent.AsEnumerable().Reverse(), all.Select(static one => BodyOf(one.Delivery)));
        Assert.Equal(all.Skip(12).Select(static one => one.Delivery.Id), rest.Select(static one => one.Delivery.Id));
        Assert.Equal(all.Select(static one => one.Delivery.Id), later.Select(static one => one.Delivery.Id));
    }

    [Fact]
    public async Task Deliveries_are_found_by_time_and_by_whether_they_are_open()
    {
        await using var store = await OpenAsync();

        if (KeepsNothing(store))
        {
            return;
        }

        await AcceptSomeAsync(store, 10);
        var taken = await TakeAllAsync(store, 10);
        await SettleAsync(store, taken[3]);
        var all = await FindAsync(store, new DeliverySearch());
        var (since, until) = (all[6].Delivery.ReceivedAt, all[2].Delivery.ReceivedAt);

        var between = await FindAsync(store, new DeliverySearch { Since = since, Until = until });
        var open = await FindAsync(store, new DeliverySearch { OnlyOpen = true });

        Assert.Equal([taken[3].Id], all.Where(static one => one.IsSettled).Select(static one => one.Delivery.Id));
        Assert.Equal(all.Where(one => one.Delivery.ReceivedAt >= since && one.Delivery.ReceivedAt < until).Select(static one => one.Delivery.Id), between.Select(static one => one.Delivery.Id));
        Assert.Equal(9, open.Count);
        Assert.DoesNotContain(open, one => one.Delivery.Id == taken[3].Id);
    }

    [Fact]
    public async Task A_search_can_be_cut_short_where_nothing_is_found_and_goes_on_from_there()
    {
        await using var store = await OpenAsync();

        if (KeepsNothing(store))
        {
            return;
        }

        await AcceptSomeAsync(store, 2);
        var taken = await TakeAllAsync(store, 2);
        await SettleAsync(store, taken[1]);
        var found = new List<Guid>();
        var reached = new List<DeliveryPosition>();
        var isCut = true;

        while (isCut)
        {
            isCut = false;
            DeliveryPosition? upTo = reached is [.., var last] ? last : null;
            found.AddRange((await FindAsync(store, new DeliverySearch { OnlyOpen = true, UpTo = upTo, GoesOn = GoesOn })).Select(static one => one.Delivery.Id));

            bool GoesOn(DeliveryPosition position, DateTimeOffset receivedAt)
            {
                isCut = position != upTo && reached.Count < 3;

                if (isCut)
                {
                    reached.Add(position);
                }

                return !isCut;
            }
        }

        Assert.Equal([taken[0].Id], found);
        Assert.NotEmpty(reached);
        Assert.Equal(reached.OrderByDescending(static one => one.Sequence), reached);
    }

    [Fact]
    public async Task A_delivery_is_found_by_each_of_its_terms()
    {
        await using var store = await OpenAsync();

        if (KeepsNothing(store))
        {
            return;
        }

        await AcceptSomeAsync(store, 45);
        var taken = await TakeAllAsync(store, 45);
        await EnterAsync(store, taken);

        foreach (var delivery in taken.Where(static (_, index) => index % 7 is 0))
        {
            var terms = new List<ulong> { SearchTerms.OfDelivery(delivery.Id) };
            Assert.All(DeliveryParser.Reread(delivery), message => SearchTerms.Add(message, terms));

            foreach (var term in terms)
            {
                Assert.Contains(await FindAsync(store, new DeliverySearch { Term = term }), one => one.Delivery.Id == delivery.Id);
            }
        }
    }

    [Fact]
    public async Task The_standing_of_an_event_is_that_of_its_handlers()
    {
        await using var store = await OpenAsync();

        if (KeepsNothing(store))
        {
            return;
        }

        var now = store.Clock.GetUtcNow();
        await store.BeginAsync(First(1), First(2), First(3));
        await store.RecordAsync(batch => batch.HandlerFailed(new EventId(2), Handler, new HandlerFailure(1, now, now, now.AddSeconds(5)), "Orders.Busy"));
        await store.RecordAsync(static batch => batch.EventSettled(new EventId(3)));
        await store.Outcomes.FlushAsync(Token);

        var standings = await store.Operations.StandingsAsync([new EventId(1), new EventId(2), new EventId(3), new EventId(4)], Token);

        Assert.Equal([EventStanding.Begun, EventStanding.Retrying, EventStanding.Settled, EventStanding.Unknown], standings);
    }

    [Fact]
    public async Task The_history_of_an_event_says_what_happened_to_it_and_to_no_other()
    {
        await using var store = await OpenAsync();

        if (KeepsNothing(store))
        {
            return;
        }

        var key = EventKey.FromBytes(new Guid(7, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0]).ToByteArray());
        var id = EventId.Of("default", key);
        var letter = DeadLetterOf(store, 7) with { ExceptionType = "Orders.Gone" };
        var now = store.Clock.GetUtcNow();

        await store.BeginAsync(EventStart.First(id, Plan, isReplay: false), First(2));
        await store.RecordAsync(batch =>
        {
            batch.HandlerFailed(id, Handler, new HandlerFailure(1, now, now, now.AddSeconds(5)), "Orders.Busy");
            batch.HandlerNotWanted(id, "other");
            batch.AttemptEnded(id);
        });
        await store.BeginAsync(EventStart.Again(id, Plan));
        await store.RecordAsync(batch =>
        {
            batch.DeadLettered(letter, new byte[] { 1 });
            batch.EventSettled(id);
        });
        await store.RecordAsync(static batch => batch.EventSettled(new EventId(2)));
        await store.Outcomes.FlushAsync(Token);
        await store.KillAndReopenAsync();

        var history = await store.Operations.HistoryAsync(id, key, slot: 0, Token);

        Assert.Equal(
            [
                EventRecordKind.AttemptBegun,
                EventRecordKind.HandlerFailed,
                EventRecordKind.HandlerNotWanted,
                EventRecordKind.AttemptEnded,
                EventRecordKind.AttemptBegun,
                EventRecordKind.DeadLettered,
                EventRecordKind.Settled,
            ],
            history.Select(static record => record.Kind));
        Assert.Equal(Plan, history[0].Plan);
        Assert.Equal((Handler, "Orders.Busy", now.AddSeconds(5)), (history[1].Handler, history[1].ExceptionType, history[1].Failure!.Value.DueAt));
        Assert.Equal((Handler, letter.Id, "Orders.Gone"), (history[5].Handler, history[5].DeadLetter!.Value, history[5].ExceptionType));
        Assert.Equal([EventRecordKind.AttemptBegun, EventRecordKind.Settled], (await store.Operations.HistoryAsync(new EventId(2), default, slot: 0, Token)).Select(static record => record.Kind));
    }

    [Fact]
    public async Task The_history_of_an_event_says_what_became_of_its_dead_letters()
    {
        await using var store = await OpenAsync();

        if (KeepsNothing(store))
        {
            return;
        }

        var (key, letter) = (DeadLetterOf(store, 7).Key, DeadLetterOf(store, 7) with { ExceptionType = "Orders.Gone" });
        var (second, unhandled, stranger) = (DeadLetterOf(store, 7) with { Handler = "other" }, DeadLetterOf(store, 7) with { Handler = null }, DeadLetterOf(store, 7) with { Key = EventKey.FromBytes(Guid.NewGuid().ToByteArray()) });
        await store.BeginAsync(EventStart.First(letter.Event, Plan, isReplay: false));
        await store.RecordAsync(batch =>
        {
            batch.DeadLettered(letter, "{}"u8.ToArray());
            batch.DeadLettered(second, "{}"u8.ToArray());
            batch.EventSettled(letter.Event);
        });
        await store.RecordAsync(batch => batch.DeadLettered(stranger, "{}"u8.ToArray()));
        await store.RecordAsync(batch => batch.DeadLettered(letter with { IsReplaying = true, Replays = 1 }, "{}"u8.ToArray()));
        await store.RecordAsync(batch => batch.DeadLettered(letter with { Replays = 1, ExceptionType = "Orders.StillGone" }, "{}"u8.ToArray()));
        await store.RecordAsync(batch => batch.DeadLettered(letter with { IsReplaying = true, Replays = 2, ExceptionType = "Orders.StillGone" }, "{}"u8.ToArray()));
        await store.Outcomes.FlushAsync(Token);
        await store.KillAndReopenAsync();
        await store.RecordAsync(batch => batch.DeadLetterRemoved(letter.Id, DeadLetterRemoval.Handled));
        await store.DeadLetters.RemoveAsync([stranger.Id, second.Id], DeadLetterRemoval.Discarded, Token);
        await store.RecordAsync(batch => batch.DeadLettered(unhandled, "{}"u8.ToArray()));
        await store.Outcomes.FlushAsync(Token);

        var history = await store.Operations.HistoryAsync(letter.Event, key, slot: 0, Token);

        Assert.Equal(
            [
                (EventRecordKind.DeadLettered, Handler, letter.Id, "Orders.Gone", null),
                (EventRecordKind.DeadLettered, "other", second.Id, null, null),
                (EventRecordKind.ReplayRequested, Handler, letter.Id, null, null),
                (EventRecordKind.ReplayFailed, Handler, letter.Id, "Orders.StillGone", null),
                (EventRecordKind.ReplayRequested, Handler, letter.Id, null, null),
                (EventRecordKind.DeadLetterRemoved, Handler, letter.Id, null, DeadLetterRemoval.Handled),
                (EventRecordKind.DeadLetterRemoved, "other", second.Id, null, DeadLetterRemoval.Discarded),
                (EventRecordKind.DeadLettered, null, unhandled.Id, null, null),
            ],
            history.Where(static record => record.DeadLetter is not null).Select(static record => (record.Kind, record.Handler, record.DeadLetter!.Value, record.ExceptionType, record.Removal)));
        Assert.Equal([EventRecordKind.AttemptBegun, EventRecordKind.Settled], history.Where(static record => record.DeadLetter is null).Select(static record => record.Kind));
    }

    [Fact]
    public async Task A_dead_letter_that_expires_says_so_in_the_history_of_its_event()
    {
        await using var store = await OpenAsync();

        if (KeepsNothing(store))
        {
            return;
        }

        var letter = DeadLetterOf(store, 7);
        await store.RecordAsync(batch => batch.DeadLettered(letter, "{}"u8.ToArray()));
        await store.PassAsync(TimeSpan.FromDays(StoreUnderTest.DeadLetterDays + 1));

        var history = await store.Operations.HistoryAsync(letter.Event, letter.Key, slot: 0, Token);

        Assert.Equal(DeadLetterRemoval.Expired, history[^1].Removal);
    }

    [Fact]
    public async Task Who_was_erased_is_known_until_nothing_of_them_is_stored()
    {
        await using var store = await OpenAsync();

        if (KeepsNothing(store))
        {
            return;
        }

        await AcceptSomeAsync(store, 1);
        var at = (await FindAsync(store, new DeliverySearch())).Single().Delivery.ReceivedAt;
        var (before, after) = (new ErasedPerson(1, at.AddDays(-1)), new ErasedPerson(2, at.AddDays(1)));

        await store.Operations.AddErasedAsync([before], Token);
        Assert.Equal([1UL], (await store.Operations.ErasedAsync(Token)).Select(static person => person.Term));

        await store.Operations.AddErasedAsync([after], Token);
        await store.KillAndReopenAsync();

        var left = Assert.Single(await store.Operations.ErasedAsync(Token));
        Assert.Equal((2UL, after.At.ToUnixTimeMilliseconds()), (left.Term, left.At.ToUnixTimeMilliseconds()));
    }

    /// <summary>A store that keeps nothing says so, and is not searched.</summary>
    private static bool KeepsNothing(StoreUnderTest store)
    {
        Assert.Equal(store.OutlivesTheProcess, store.Operations.IsDurable);
        return !store.OutlivesTheProcess;
    }

    private static async Task<List<string>> AcceptSomeAsync(StoreUnderTest store, int count)
    {
        var sent = Enumerable.Range(0, count).Select(static number => TextNotification.Of($"wamid.{number}", $"1555010{number % 10:0000}")).ToList();

        foreach (var body in sent)
        {
            Assert.True(await store.AcceptAsync(body));
            store.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        return sent;
    }

    private static async Task<List<Delivery>> TakeAllAsync(StoreUnderTest store, int count)
    {
        var taken = new List<Delivery>();

        while (taken.Count < count)
        {
            Assert.True(await store.Source.TakeAsync(taken, count, Token));
        }

        return taken;
    }

    /// <summary>As the worker does when it has read the events.</summary>
    private static Task EnterAsync(StoreUnderTest store, List<Delivery> taken)
    {
        foreach (var delivery in taken)
        {
            var terms = new List<ulong> { SearchTerms.OfDelivery(delivery.Id) };
            Assert.All(DeliveryParser.Reread(delivery), message => SearchTerms.Add(message, terms));
            store.Source.Entered(delivery, [.. terms]);
        }

        return Task.CompletedTask;
    }

    private static async Task SettleAsync(StoreUnderTest store, Delivery delivery)
    {
        var message = DeliveryParser.Reread(delivery).Single();
        var (id, slot) = (EventId.Of(delivery.Endpoint, message.Key), delivery.Part?.SlotOf(LaneKey.Of(delivery.Endpoint, message)) ?? 0);
        await store.BeginAsync(EventStart.First(id, Plan, isReplay: false, slot));
        var batch = OutcomeBatch.Rent();
        batch.Slot = slot;
        batch.EventSettled(id);
        batch.DeliverySettled(delivery.Position);
        Assert.True(await store.Outcomes.RecordAsync(batch, Token));
        await store.Outcomes.FlushAsync(Token);
        await store.PassAsync(TimeSpan.Zero);
    }

    private static async Task<List<StoredDelivery>> FindAsync(StoreUnderTest store, DeliverySearch search) =>
        await store.Operations.FindAsync(search, Token).ToListAsync(Token);
}
