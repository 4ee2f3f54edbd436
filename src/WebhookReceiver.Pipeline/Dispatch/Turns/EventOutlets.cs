using WebhookReceiver.Inbox;
using WebhookReceiver.Outlets;

namespace WebhookReceiver.Dispatch;

/// <summary>
/// The outlets that every event passes before its handlers. An event passes each outlet once: when an attempt ends with handlers still owed, the outlets that it has passed are
/// recorded together with the outcomes of the handlers.
/// </summary>
internal sealed class EventOutlets
{
    /// <summary>One bit for each outlet in <see cref="EventTurn.OwedOutlets"/>.</summary>
    private const int MostOutlets = 32;

    private readonly IOutlet[] outlets;
    private readonly List<OutletEvent> batch = [];

    public EventOutlets(IEnumerable<IOutlet> outlets)
    {
        this.outlets = [.. outlets.Where(static outlet => outlet.IsOn)];
        ArgumentOutOfRangeException.ThrowIfGreaterThan(this.outlets.Length, MostOutlets, nameof(outlets));
    }

    private uint All => (uint)((1UL << outlets.Length) - 1);

    /// <exception cref="IOException">An outlet cannot be opened.</exception>
    public void Open()
    {
        foreach (var outlet in outlets)
        {
            outlet.Open();
        }
    }

    /// <summary>
    /// Which outlets an event still has to pass. Once a handler has seen it there are none: like a handler, an outlet that is added later is not owed.
    /// </summary>
    /// <param name="progress">The stored progress of the event; null when it is new.</param>
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

    /// <summary>Writes the events of a batch to the outlets that they still have to pass, one outlet after another.</summary>
    /// <exception cref="OperationCanceledException">The service stops. The outlets passed until then are noted in the turns.</exception>
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

    /// <summary>Adds the outlets that a turn has passed since the last recording to its outcomes.</summary>
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
