using System.Text;
using WebhookReceiver.Deliveries;
using WebhookReceiver.Inbox;
using WebhookReceiver.Pipeline.Tests.Fakes;

namespace WebhookReceiver.Pipeline.Tests.Inbox.Contract;

/// <summary>A store behind its contract, plus what a test must do to it that is not part of the contract.</summary>
internal abstract class StoreUnderTest : IAsyncDisposable
{
    /// <summary>For how many days duplicates are recognised and dead letters are kept.</summary>
    public const int DuplicateWindowDays = 8;
    public const int DeadLetterDays = 30;

    public ManualClock Clock { get; } = new();

    public abstract IInbox Inbox { get; }

    public abstract IDeliverySource Source { get; }

    public abstract IOutcomes Outcomes { get; }

    public abstract IDeadLetters DeadLetters { get; }

    public abstract IStoreOperations Operations { get; }

    public abstract IAuditLog Audit { get; }

    public abstract IHandlerPauses Pauses { get; }

    /// <summary>Whether a new run of the process finds what an earlier one accepted.</summary>
    public abstract bool OutlivesTheProcess { get; }

    /// <summary>Kills the process, starts the next one and waits for its recovery.</summary>
    public abstract Task KillAndReopenAsync();

    /// <summary>Leaves no room for another delivery from now on.</summary>
    public abstract Task FillAsync();

    /// <summary>Lets time pass, and runs the store's periodic work.</summary>
    public abstract Task PassAsync(TimeSpan time);

    public Task<bool> AcceptAsync(string body, DeliveryTrace? trace = null) => Inbox.AcceptAsync(
        Delivery.Restored(DeliveryIds.Next(), "default", Encoding.UTF8.GetBytes(body), Clock.GetUtcNow(), phoneNumberId: null, DeliveryPosition.None, trace: trace)).AsTask();

    public Task<bool> RecordAsync(Action<OutcomeBatch> add) => Outcomes.RecordAsync(add).AsTask();

    public async Task<EventStart[]> BeginAsync(params EventStart[] events)
    {
        await Outcomes.BeginAsync(events, CancellationToken.None);
        return events;
    }

    public abstract ValueTask DisposeAsync();
}
