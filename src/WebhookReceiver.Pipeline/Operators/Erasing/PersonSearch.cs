using WebhookReceiver.Deliveries;
using WebhookReceiver.Inbox;
using WebhookReceiver.Parsing;

namespace WebhookReceiver.Operators;

/// <summary>Looks for a person in what a store keeps.</summary>
/// <param name="person">Who.</param>
/// <param name="names">Takes other ids of the person that are come across.</param>
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
