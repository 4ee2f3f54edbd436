using WebhookReceiver.Inbox;
using WebhookReceiver.Outlets;

namespace WebhookReceiver.Dispatch;

/// <summary>
/// The outlets that every event passes before its handlers. One that has passed an outlet does not pass it again: at the end of an attempt that leaves something owed,
/// this is recorded with the outcomes of the handlers.
/// </summary>
internal sealed class EventOutlets
{
    /// <summary>One bit for each outlet in <see cref="EventTurn.OwedOutlets"/>.</summary>
    private const int MostOutlets = 32;

    private readonly IOutlet[] outlets;
    private readonly List<OutletEvent> batch = new(TurnLoop.BatchSize);

    public EventOutlets(IEnumerable<IOutlet> outlets)
    {
        this.outlets = [.. outlets.Where(static outlet => outlet.IsOn)];
        ArgumentOutOfRangeException.ThrowIfGreaterThan(this.outlets.Length, MostOutlets, nameof(outlets));
    }

    private uint All => (uint)((1UL << outlets.Length) - 1);

    /// <exception cref="IOException">One of them cannot be opened.</exception>
    public void Open()
    {
        foreach (var outlet in outlets)
        {
            outlet.Open();
        }
    }

    /// <summary>
    /// Which outlets an event has to pass. Once a handler has seen it there are none left: an outlet that is added later is not owed, as a handler is not.
    /// </summary>
    /// <param name="progress">What is stored of the event; null when it is new.</param>
    public uint OwedBy(EventProgress? progress)
    {
        var owed = All;

        foreach (var known in progress?.Handlers ?? [])
        {
            var index = Array.FindIndex(outlets, outlet => outlet.Name.Equals(known.Name, StringComparison.Ordinal));

            if (index < 0)
            {
                return 0;
            }

            owed &= ~(1U << index);
        }

        return owed;
    }

    /// <summary>Has the events of a batch pass what they owe, one outlet after another.</summary>
    /// <exception cref="OperationCanceledException">The service stops. What has passed by then is noted.</exception>
    public async ValueTask WriteAsync(IReadOnlyCollection<EventTurn> turns, CancellationToken stoppingToken)
    {
        for (var index = 0; index < outlets.Length; index++)
        {
            var bit = 1U << index;
            batch.Clear();

            foreach (var turn in turns)
            {
                if ((turn.OwedOutlets & bit) is not 0)
                {
                    batch.Add(new OutletEvent(turn.Message!, turn.Delivery!, turn.Attempt));
                }
            }

            if (batch.Count is 0)
            {
                continue;
            }

            await outlets[index].WriteAsync(batch, stoppingToken);
            batch.Clear();

            foreach (var turn in turns)
            {
                turn.PassedOutlets |= turn.OwedOutlets & bit;
                turn.OwedOutlets &= ~bit;
            }
        }
    }

    /// <summary>Adds to the outcomes of a turn which outlets it has passed since that was last recorded.</summary>
    public void AddPassed(EventTurn turn)
    {
        for (var index = 0; turn.PassedOutlets is not 0; index++)
        {
            var bit = 1U << index;

            if ((turn.PassedOutlets & bit) is not 0)
            {
                turn.Outcomes.HandlerSucceeded(turn.Id, outlets[index].Name);
                turn.PassedOutlets &= ~bit;
            }
        }
    }
}
