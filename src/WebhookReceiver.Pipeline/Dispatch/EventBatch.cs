using System.Collections;
using WebhookReceiver.Inbox;
using WebhookReceiver.WhatsApp;

namespace WebhookReceiver.Dispatch;

/// <summary>The events that the worker takes up together, so that the event log is written once for several of them.</summary>
internal sealed class EventBatch : IReadOnlyList<EventTurn>
{
    /// <summary>From this number on no further delivery is added; one delivery alone may hold many more.</summary>
    public const int Size = 32;

    private readonly List<EventTurn> turns = new(Size);

    public int Count => turns.Count;

    public bool IsFull => turns.Count >= Size;

    public EventTurn this[int index] => turns[index];

    public void Add(Delivery delivery, IReadOnlyList<WhatsAppEvent> events)
    {
        for (var index = 0; index < events.Count; index++)
        {
            turns.Add(new EventTurn(events[index], delivery));
        }
    }

    public void Clear() => turns.Clear();

    public IEnumerator<EventTurn> GetEnumerator() => turns.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

/// <summary>An event and the delivery in which it came.</summary>
internal readonly record struct EventTurn(WhatsAppEvent Message, Delivery Delivery);
