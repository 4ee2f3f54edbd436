using System.Runtime.CompilerServices;
using WebhookReceiver.Deliveries;
using WebhookReceiver.Inbox;
using WebhookReceiver.Parsing;
using WebhookReceiver.WhatsApp;

namespace WebhookReceiver.Operators;

/// <summary>Searches the stored deliveries for events, newest first, for a limited time.</summary>
internal sealed class EventFinder(IStoreOperations store, IDeadLetters letters, TimeProvider clock)
{
    /// <summary>How many dead letters are looked at together.</summary>
    private const int Portion = 1024;

    /// <summary>How many events of a delivery a store is asked about together. Not all of a large one: a page may be full after a few.</summary>
    private const int Together = 100;

    private HashSet<ulong>? dead;

    public async ValueTask<EventPage> FindAsync(EventMatch match, int limit, SearchCursor? after, CancellationToken cancellationToken)
    {
        var progress = new SearchProgress(clock, after);

        // As summaries, because an event keeps its whole delivery in memory.
        var found = new List<(EventSummary Summary, SearchCursor Cursor)>();

        var erased = await ErasedFilter.OfAsync(store, cancellationToken);
        var search = match.ToStore(after?.Delivery) with { GoesOn = progress.GoesOn };

        await foreach (var stored in store.FindAsync(search, cancellationToken))
        {
            var position = stored.Delivery.Position;
            var before = after is { } cursor && cursor.Delivery == position ? cursor.Before : int.MaxValue;

            foreach (var events in In(stored, match, erased, before).Chunk(Together))
            {
                var states = await StatesAsync(stored, [.. events.Select(static one => one.Message)], cancellationToken);

                foreach (var ((message, ordinal), state) in events.Zip(states).Where(one => match.Fits(one.Second)))
                {
                    if (found.Count == limit)
                    {
                        return Page(found, found[^1].Cursor, isComplete: true, stored.Delivery.ReceivedAt);
                    }

                    found.Add((Summary(stored, message, state), new SearchCursor(position, ordinal)));
                }
            }

            if (!progress.GoesOn(position, stored.Delivery.ReceivedAt))
            {
                break;
            }
        }

        return Page(found, progress.Cut, isComplete: progress.Cut is null, progress.Back);
    }

    /// <summary>The stored occurrences of events, newest first, without a limit of time: a search by key reads little.</summary>
    public async IAsyncEnumerable<(StoredDelivery Stored, WhatsAppEvent Message)> AllAsync(EventMatch match, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var erased = await ErasedFilter.OfAsync(store, cancellationToken);

        await foreach (var stored in store.FindAsync(match.ToStore(upTo: null), cancellationToken))
        {
            foreach (var (message, _) in In(stored, match, erased, int.MaxValue))
            {
                yield return (stored, message);
            }
        }
    }

    public async ValueTask<DeliveryPage> DeliveriesAsync(EventMatch match, int limit, SearchCursor? after, CancellationToken cancellationToken)
    {
        var progress = new SearchProgress(clock, after);
        var found = new List<(DeliverySummary Summary, DeliveryPosition Position)>();
        var erased = await ErasedFilter.OfAsync(store, cancellationToken);
        var search = match.ToStore(after?.Delivery) with { GoesOn = progress.GoesOn };

        await foreach (var stored in store.FindAsync(search, cancellationToken))
        {
            var delivery = stored.Delivery;

            // The last of the page before.
            if (delivery.Position == after?.Delivery)
            {
                continue;
            }

            if (match.FitsDelivery(stored.IsSettled) && In(stored, match, erased, int.MaxValue).Any())
            {
                if (found.Count == limit)
                {
                    return Page(found, new SearchCursor(found[^1].Position, 0), isComplete: true, delivery.ReceivedAt);
                }

                found.Add((Summary(stored), delivery.Position));
            }

            if (!progress.GoesOn(delivery.Position, delivery.ReceivedAt))
            {
                break;
            }
        }

        return Page(found, progress.Cut, isComplete: progress.Cut is null, progress.Back);
    }

    /// <summary>How far these events of a delivery have progressed, in their order.</summary>
    public async ValueTask<IReadOnlyList<EventState>> StatesAsync(StoredDelivery stored, IReadOnlyList<WhatsAppEvent> messages, CancellationToken cancellationToken)
    {
        var ids = messages.Select(message => EventId.Of(stored.Delivery.Endpoint, message.Key)).ToList();
        var standings = stored.IsSettled ? [.. ids.Select(static _ => EventStanding.Settled)] : await store.StandingsAsync(ids, cancellationToken);
        var withLetter = standings.Contains(EventStanding.Settled) ? await DeadAsync(cancellationToken) : [];

        return
        [
            .. ids.Zip(standings, (id, standing) => standing switch
            {
                EventStanding.Settled => withLetter.Contains((ulong)id.Value) ? EventState.Dead : EventState.Handled,
                EventStanding.Retrying => EventState.Retrying,
                _ => EventState.Open,
            }),
        ];
    }

    /// <summary>The events with a dead letter, read once for a search: 16 bytes for each.</summary>
    private async ValueTask<HashSet<ulong>> DeadAsync(CancellationToken cancellationToken) =>
        dead ??= await letters.WalkAsync(after: null, Portion, cancellationToken: cancellationToken).Select(static letter => letter.EventHash).ToHashSetAsync(cancellationToken: cancellationToken);

    public static DeliverySummary Summary(StoredDelivery stored) => new()
    {
        Id = stored.Delivery.Id,
        Sequence = stored.Number,
        Endpoint = stored.Delivery.Endpoint,
        ReceivedAt = stored.Delivery.ReceivedAt,
        Bytes = stored.Delivery.Body.Length,
        EventCount = DeliveryParser.Reread(stored.Delivery).Count(),
        IsSettled = stored.IsSettled,
    };

    public static EventSummary Summary(StoredDelivery stored, WhatsAppEvent message, EventState state) => new()
    {
        Key = message.Key.ToString(),
        Type = message.Type,
        Endpoint = stored.Delivery.Endpoint,
        Account = message.Account,
        PhoneNumberId = message.PhoneNumberId,
        Conversation = message.ConversationKey,
        MessageId = MessageIds.Of(message),
        DeliveryId = stored.Delivery.Id,
        Sequence = stored.Number,
        ReceivedAt = stored.Delivery.ReceivedAt,
        OccurredAt = message.OccurredAt,
        State = state,
    };

    /// <summary>The events of a delivery that match, the last one first.</summary>
    private static IEnumerable<(WhatsAppEvent Message, int Ordinal)> In(StoredDelivery stored, EventMatch match, ErasedFilter erased, int before) => match.MayContain(stored.Delivery)
        ? DeliveryParser.Reread(stored.Delivery)
            .Take(before)
            .Select(static (message, ordinal) => (message, ordinal))
            .Where(one => match.Fits(one.message) && erased.Shows(stored.Delivery, one.message))
            .Reverse()
        : [];

    private static EventPage Page(List<(EventSummary Summary, SearchCursor Cursor)> found, SearchCursor? next, bool isComplete, DateTimeOffset? back) => new()
    {
        Events = [.. found.Select(static one => one.Summary)],
        Next = next?.ToString(),
        IsComplete = isComplete,
        SearchedBackTo = back,
    };

    private static DeliveryPage Page(List<(DeliverySummary Summary, DeliveryPosition Position)> found, SearchCursor? next, bool isComplete, DateTimeOffset? back) => new()
    {
        Deliveries = [.. found.Select(static one => one.Summary)],
        Next = next?.ToString(),
        IsComplete = isComplete,
        SearchedBackTo = back,
    };
}
