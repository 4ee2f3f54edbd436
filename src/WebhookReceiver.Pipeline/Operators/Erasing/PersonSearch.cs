using WebhookReceiver.Deliveries;
using WebhookReceiver.Inbox;
using WebhookReceiver.Parsing;

namespace WebhookReceiver.Operators;

/// <summary>Searches a store's contents for a person.</summary>
/// <param name="person">The person.</param>
/// <param name="names">Collects other ids of the person that are found.</param>
internal sealed class PersonSearch(Person person, ISet<string> names) : IStoreSearch
{
    public bool IsIn(Delivery delivery)
    {
        var events = DeliveryParser.Reread(delivery).Where(person.IsIn).ToList();
        events.ForEach(message => names.UnionWith(person.OtherNames(message)));
        return events.Count > 0;
    }

    public bool IsIn(ReadOnlySpan<byte> record) => person.IsNamedIn(record);
}
