using System.Collections;
using WebhookReceiver.Inbox;
using WebhookReceiver.WhatsApp;

namespace WebhookReceiver.Dispatch;

/// <summary>
/// The events that the worker takes up together, so that the event log is written once for several of them, and how far it has come with them.
/// </summary>
internal sealed class EventBatch : IReadOnlyList<EventTurn>
{
    /// <summary>From this number on no further delivery is added; one delivery alone may hold many more.</summary>
    public const int Size = 32;

    private readonly List<EventTurn> turns = new(Size);
    private volatile int left;

    public int Count => turns.Count;

    public bool IsFull => turns.Count >= Size;

    /// <summary>How many are not done yet. May be asked from any thread.</summary>
    public int Left => left;

    /// <summary>The first that is not done yet.</summary>
    public EventTurn Next => turns[^left];

    public EventTurn this[int index] => turns[index];

    public void Add(Delivery delivery, IReadOnlyList<WhatsAppEvent> events)
    {
        foreach (var message in events)
        {
            turns.Add(new EventTurn(message, delivery));
        }

        left = turns.Count;
    }

    /// <summary>Ends the turn of <see cref="Next"/>.</summary>
    public void Done() => left--;

    public void Clear()
    {
        turns.Clear();
        left = 0;
    }

    public IEnumerator<EventTurn> GetEnumerator() => turns.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

/// <summary>An event and the delivery in which it came.</summary>
internal readonly record struct EventTurn(WhatsAppEvent Message, Delivery Delivery);
