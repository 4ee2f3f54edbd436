using System.Text;
using WebhookReceiver.Deliveries;
using WebhookReceiver.Inbox;
using WebhookReceiver.Pipeline.Tests.Fakes;

namespace WebhookReceiver.Pipeline.Tests.Inbox.Contract;

/// <summary>A store behind its contract, and what a test has to do to it that is no part of the contract.</summary>
internal abstract class StoreUnderTest : IAsyncDisposable
{
    /// <summary>For how many days a duplicate is recognised and a dead letter is kept.</summary>
    public const int DuplicateWindowDays = 8;
    public const int DeadLetterDays = 30;

    public ManualClock Clock { get; } = new();

    public abstract IInbox Inbox { get; }

    public abstract IDeliverySource Source { get; }

    public abstract IOutcomes Outcomes { get; }

    public abstract IDeadLetters DeadLetters { get; }

    /// <summary>Whether a new life of the process finds what an earlier one was given.</summary>
    public abstract bool OutlivesTheProcess { get; }

    /// <summary>The process is killed, and the next one has recovered.</summary>
    public abstract Task KillAndReopenAsync();

    /// <summary>From now on there is no room for another delivery.</summary>
    public abstract Task FillAsync();

    /// <summary>Lets time pass, and what the store does from time to time be done.</summary>
    public abstract Task PassAsync(TimeSpan time);

    public Task<bool> AcceptAsync(string body) => Inbox.AcceptAsync(
        Delivery.Restored(DeliveryIds.Next(), "default", Encoding.UTF8.GetBytes(body), Clock.GetUtcNow(), phoneNumberId: null, DeliveryPosition.None)).AsTask();

    public Task<bool> RecordAsync(Action<OutcomeBatch> add) => Outcomes.RecordAsync(add).AsTask();

    public async Task<EventStart[]> BeginAsync(params EventStart[] events)
    {
        await Outcomes.BeginAsync(events, CancellationToken.None);
        return events;
    }

    public abstract ValueTask DisposeAsync();
}
