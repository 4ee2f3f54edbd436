using WebhookReceiver.Deliveries;
using WebhookReceiver.WhatsApp;

namespace WebhookReceiver.Inbox;

/// <summary>Leaves out the events of people who were erased after these were received.</summary>
internal sealed class ErasedFilter
{
    private readonly Dictionary<ulong, DateTimeOffset> people;

    private ErasedFilter(Dictionary<ulong, DateTimeOffset> people) => this.people = people;

    public static async ValueTask<ErasedFilter> OfAsync(IStoreOperations store, CancellationToken cancellationToken) => new(
        (await store.ErasedAsync(cancellationToken)).GroupBy(static person => person.Term).ToDictionary(static term => term.Key, static term => term.Max(static person => person.At)));

    public bool Shows(Delivery delivery, WhatsAppEvent message)
    {
        if (people.Count is 0)
        {
            return true;
        }

        var terms = new List<ulong>();
        Participants.AddTerms(message, terms);
        return !terms.Exists(term => people.TryGetValue(term, out var at) && delivery.ReceivedAt <= at);
    }
}
