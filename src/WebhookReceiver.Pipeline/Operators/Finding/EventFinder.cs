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

    /// <summary>So that a page is there within a second; the next page continues.</summary>
    private static readonly TimeSpan Budget = TimeSpan.FromMilliseconds(700);

    private HashSet<ulong>? dead;

    public async ValueTask<EventPage> FindAsync(EventMatch match, int limit, SearchCursor? after, CancellationToken cancellationToken)
    {
        var began = clock.GetTimestamp();

        // As summaries, because an event keeps its whole delivery in memory.
        var found = new List<(EventSummary Summary, SearchCursor Cursor)>();
        DateTimeOffset? back = null;

        var erased = await ErasedFilter.OfAsync(store, cancellationToken);

        await foreach (var stored in store.FindAsync(match.ToStore(after?.Delivery), cancellationToken))
        {
            back = stored.Delivery.ReceivedAt;
            var before = after is { } cursor && cursor.Delivery.Sequence == stored.Delivery.Position.Sequence ? cursor.Before : int.MaxValue;

            foreach (var (message, ordinal) in In(stored, match, erased, before))
            {
                var state = await StateAsync(stored, message, cancellationToken);

                if (!match.Fits(state))
                {
                    continue;
                }

                if (found.Count == limit)
                {
                    return Page(found, found[^1].Cursor, isComplete: true, back);
                }

                found.Add((Summary(stored, message, state), new SearchCursor(stored.Delivery.Position, ordinal)));
            }

            if (clock.GetElapsedTime(began) > Budget)
            {
                return Page(found, new SearchCursor(stored.Delivery.Position, 0), isComplete: false, back);
            }
        }

        return Page(found, next: null, isComplete: true, back);
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
        var began = clock.GetTimestamp();
        var found = new List<(DeliverySummary Summary, DeliveryPosition Position)>();
        DateTimeOffset? back = null;
        var erased = await ErasedFilter.OfAsync(store, cancellationToken);

        await foreach (var stored in store.FindAsync(match.ToStore(after?.Delivery), cancellationToken))
        {
            var delivery = stored.Delivery;

            // The last of the page before.
            if (delivery.Position.Sequence == after?.Delivery.Sequence)
            {
                continue;
            }

            back = delivery.ReceivedAt;

            if (match.FitsDelivery(stored.IsSettled) && In(stored, match, erased, int.MaxValue).Any())
            {
                if (found.Count == limit)
                {
                    return Page(found, new SearchCursor(found[^1].Position, 0), isComplete: true, back);
                }

                found.Add((Summary(stored), delivery.Position));
            }

            if (clock.GetElapsedTime(began) > Budget)
            {
                return Page(found, new SearchCursor(delivery.Position, 0), isComplete: false, back);
            }
        }

        return Page(found, next: null, isComplete: true, back);
    }

    public async ValueTask<EventState> StateAsync(StoredDelivery stored, WhatsAppEvent message, CancellationToken cancellationToken)
    {
        var id = EventId.Of(stored.Delivery.Endpoint, message.Key);
        var standing = stored.IsSettled ? EventStanding.Settled : (await store.StandingsAsync([id], cancellationToken))[0];

        return standing switch
        {
            EventStanding.Settled => (await DeadAsync(cancellationToken)).Contains((ulong)id.Value) ? EventState.Dead : EventState.Handled,
            EventStanding.Retrying => EventState.Retrying,
            _ => EventState.Open,
        };
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
