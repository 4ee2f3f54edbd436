using WebhookReceiver.Deliveries;
using WebhookReceiver.Handlers;
using WebhookReceiver.Inbox;
using WebhookReceiver.Parsing;
using WebhookReceiver.WhatsApp;

namespace WebhookReceiver.Operators;

/// <summary>Everything about single events and deliveries that is stored.</summary>
internal sealed class EventLookup(IStoreOperations store, EventFinder finder, DeadLetterPages letters, HandlerRegistry handlers)
{
    /// <summary>A repetition beyond these is not listed.</summary>
    private const int MostDeliveries = 1000;
    private const int MostEvents = 1000;

    /// <summary>The events with a key or the beginning of one: one for each endpoint that received it.</summary>
    /// <exception cref="FormatException">The key cannot be read.</exception>
    public async ValueTask<IReadOnlyList<EventDetails>> FindAsync(string key, string? endpoint, CancellationToken cancellationToken)
    {
        var found = new OrderedDictionary<(string Key, string Endpoint), (EventSummary Summary, byte Slot, List<EventDelivery> Deliveries)>();
        var all = finder.AllAsync(new EventMatch(new EventSearch { Key = key, Endpoint = endpoint }, handlers), cancellationToken);

        await foreach (var (stored, message) in all.Take(MostDeliveries).WithCancellation(cancellationToken))
        {
            var summary = EventFinder.Summary(stored, message, (await finder.StatesAsync(stored, [message], cancellationToken))[0]);
            var slot = Slots.Of(LaneKey.Of(summary.Endpoint, message));
            var deliveries = found.GetValueOrDefault((summary.Key, summary.Endpoint)).Deliveries ?? [];
            deliveries.Insert(0, new EventDelivery { DeliveryId = summary.DeliveryId, Sequence = summary.Sequence, ReceivedAt = summary.ReceivedAt, IsDuplicate = false });

            // The oldest one counts, and it comes last.
            found[(summary.Key, summary.Endpoint)] = (summary, slot, deliveries);
        }

        return await found.Values.ToAsyncEnumerable()
            .Select((one, _, token) => DetailsAsync(one.Summary, one.Slot, one.Deliveries, token))
            .ToListAsync(cancellationToken);
    }

    /// <summary>What Meta sent of an event, and its whole key; null when it is not stored any longer.</summary>
    /// <exception cref="FormatException">The key cannot be read.</exception>
    public async ValueTask<(EventKey Key, EventContent Content)?> ReadAsync(string key, string? endpoint, CancellationToken cancellationToken)
    {
        var match = new EventMatch(new EventSearch { Key = key, Endpoint = endpoint }, handlers);
        var found = await finder.AllAsync(match, cancellationToken).FirstOrDefaultAsync(cancellationToken);
        return found.Message is null ? null : (found.Message.Key, new EventContent { Event = DeadLetterView.JsonOf(found.Message) });
    }

    public async ValueTask<DeliveryDetails?> DeliveryAsync(Guid id, CancellationToken cancellationToken)
    {
        if (await StoredAsync(id, cancellationToken) is not { } stored)
        {
            return null;
        }

        var erased = await ErasedFilter.OfAsync(store, cancellationToken);
        var messages = DeliveryParser.Reread(stored.Delivery).Where(message => erased.Shows(stored.Delivery, message)).Take(MostEvents).ToList();
        var states = await finder.StatesAsync(stored, messages, cancellationToken);

        return new DeliveryDetails(EventFinder.Summary(stored)) { Events = [.. messages.Zip(states, (message, state) => EventFinder.Summary(stored, message, state))] };
    }

    /// <summary>The body of a delivery as received; null when it is not stored any longer, and when it has something of a person who was erased.</summary>
    public async ValueTask<ReadOnlyMemory<byte>?> BodyAsync(Guid id, CancellationToken cancellationToken)
    {
        var erased = await ErasedFilter.OfAsync(store, cancellationToken);
        return await StoredAsync(id, cancellationToken) is { } stored && DeliveryParser.Reread(stored.Delivery).All(message => erased.Shows(stored.Delivery, message))
            ? stored.Delivery.Body
            : (ReadOnlyMemory<byte>?)null;
    }

    private async ValueTask<StoredDelivery?> StoredAsync(Guid id, CancellationToken cancellationToken) => await store
        .FindAsync(new DeliverySearch { Term = SearchTerms.OfDelivery(id) }, cancellationToken)
        .FirstOrDefaultAsync(stored => stored.Delivery.Id == id, cancellationToken);

    private async ValueTask<EventDetails> DetailsAsync(EventSummary summary, byte slot, List<EventDelivery> deliveries, CancellationToken cancellationToken)
    {
        var key = EventKey.FromBytes(Convert.FromHexString(summary.Key));
        var story = EventStory.Of(await store.HistoryAsync(EventId.Of(summary.Endpoint, key), key, slot, cancellationToken));
        var existing = new List<DeadLetterSummary>();

        foreach (var id in story.DeadLetters)
        {
            if (await letters.SummaryAsync(id, cancellationToken) is { } letter)
            {
                existing.Add(letter);
            }
        }

        return new EventDetails(summary)
        {
            Deliveries = [.. deliveries.Select((one, index) => one with { IsDuplicate = index > 0 })],
            Attempts = story.Attempts,
            Handlers = story.Handlers,
            DeadLetters = existing,
            DeadLetterSteps = story.DeadLetterSteps,
            SettledAt = story.SettledAt,
        };
    }
}
