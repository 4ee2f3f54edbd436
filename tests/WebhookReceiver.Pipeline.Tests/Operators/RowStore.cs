using System.Runtime.CompilerServices;
using WebhookReceiver.Deliveries;
using WebhookReceiver.Inbox;
using WebhookReceiver.WhatsApp;

namespace WebhookReceiver.Pipeline.Tests.Operators;

/// <summary>A durable store without files: rows in a table with a partition for each day, and an answer that always comes later.</summary>
internal sealed class RowStore(params IReadOnlyList<Delivery> rows) : IStoreOperations
{
    private const string Partition = "inbox_2026_11_26";

    public int Sealed { get; private set; }

    /// <summary>Called before a search gets its next row.</summary>
    public Action? BeforeRow { get; init; }

    /// <summary>How often it was asked how far events have progressed.</summary>
    public int Questions { get; private set; }

    public bool IsOpen => true;

    public bool IsDurable => true;

    public async ValueTask<StoreStatus> StatusAsync(CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        return new StoreStatus { IsRunning = true, Location = "rows://here", Open = 1, Kept = (10, 11), Deliveries = new StoreAmount(1, 4096) };
    }

    public async ValueTask<StoreVerification> VerifyAsync(CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        var part = new VerifiedPart { Name = Partition, Bytes = 4096, Records = rows.Count };
        return new StoreVerification("rows://here", new VerifiedParts([part], [], []), new VerifiedParts([], ["outcome_2026_11_25"], []), DamagedCopies: 0);
    }

    public async IAsyncEnumerable<StoredDelivery> ExportAsync(StoreRange range, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var (index, row) in rows.Index())
        {
            await Task.Yield();
            cancellationToken.ThrowIfCancellationRequested();
            yield return new StoredDelivery(10 + index, row, IsSettled: index > 0);
        }
    }

    public IAsyncEnumerable<StoredDelivery> FindAsync(DeliverySearch search, CancellationToken cancellationToken = default) =>
        ExportAsync(new StoreRange(0, long.MaxValue, search.OnlyOpen), cancellationToken).Reverse()
            .Where(stored => search.UpTo is not { } last || Comparable(stored.Delivery.Position).CompareTo(Comparable(last)) <= 0)
            .Select(stored =>
            {
                BeforeRow?.Invoke();
                return stored;
            });

    private static (long Sequence, long Offset) Comparable(DeliveryPosition position) => (position.Sequence, position.Offset);

    public async ValueTask<IReadOnlyList<EventStanding>> StandingsAsync(IReadOnlyList<EventId> ids, CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        Questions++;
        return [.. ids.Select(static _ => EventStanding.Unknown)];
    }

    public async ValueTask<IReadOnlyList<EventRecord>> HistoryAsync(EventId id, EventKey key, byte slot, CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        return [];
    }

    public List<ErasedPerson> Erased { get; } = [];

    public async ValueTask<IReadOnlyList<ErasedPerson>> ErasedAsync(CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        return Erased;
    }

    public async ValueTask AddErasedAsync(IReadOnlyList<ErasedPerson> people, CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        Erased.AddRange(people);
    }

    public async ValueTask<StoreHoldings> SearchAsync(IStoreSearch search, CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        return new StoreHoldings([new HoldingPart(Partition, rows.LongCount(search.IsIn), IsSealed: false, WaitsFor: 1, GoneBy: null)], [], []);
    }

    public ValueTask SealAsync(CancellationToken cancellationToken = default)
    {
        Sealed++;
        return ValueTask.CompletedTask;
    }
}
