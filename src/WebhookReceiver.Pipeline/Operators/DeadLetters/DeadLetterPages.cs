using System.Runtime.InteropServices;
using WebhookReceiver.Inbox;

namespace WebhookReceiver.Operators;

/// <summary>Reads dead letters for operators: page by page, the newest first, and counted in groups. Filters look at the index alone; only what a page shows is read.</summary>
internal sealed class DeadLetterPages(IDeadLetters letters)
{
    /// <summary>How many are examined at a time.</summary>
    private const int Portion = 1024;

    public async ValueTask<DeadLetterPage> ListAsync(DeadLetterFilter filter, int limit, Guid? after, CancellationToken cancellationToken)
    {
        // By id and not by the last attempt, which a replay may change between two pages. One more than requested, to know whether another page follows.
        var ids = await Fitting(filter, after, cancellationToken).Select(static letter => letter.Id).Take(limit + 1).ToListAsync(cancellationToken);
        var total = await CountAsync(filter, cancellationToken);
        var hasMore = ids.Count > limit;

        if (hasMore)
        {
            ids.RemoveAt(limit);
        }

        var readings = letters.ReadAsync(ids, cancellationToken).Where(static letter => letter.Result is not DeadLetterReadResult.NotFound);

        return new DeadLetterPage
        {
            DeadLetters = await readings.Select(SummaryOf).ToListAsync(cancellationToken),
            Total = total,
            Next = hasMore ? ids[^1] : null,
        };
    }

    public async ValueTask<int> CountAsync(DeadLetterFilter filter, CancellationToken cancellationToken) => filter == DeadLetterFilter.All
        ? (await letters.CountAsync(cancellationToken)).All
        : await Fitting(filter, after: null, cancellationToken).CountAsync(cancellationToken);

    public async ValueTask<DeadLetterGroups> GroupAsync(DeadLetterFilter filter, CancellationToken cancellationToken)
    {
        var groups = new Dictionary<(string? Handler, string? ExceptionType, string Cause), Extent>();

        await foreach (var letter in Fitting(filter, after: null, cancellationToken))
        {
            ref var extent = ref CollectionsMarshal.GetValueRefOrAddDefault(groups, (letter.Handler, letter.ExceptionType, letter.Cause.Text), out _);
            extent = extent.With(letter.LastAttemptAt);
        }

        return new DeadLetterGroups
        {
            Total = groups.Values.Sum(static extent => extent.Count),
            Groups =
            [
                .. groups.OrderByDescending(static group => group.Value.Count).ThenByDescending(static group => group.Value.Newest).Select(static group => new DeadLetterGroup
                {
                    Handler = group.Key.Handler,
                    ExceptionType = group.Key.ExceptionType,
                    Cause = group.Key.Cause,
                    Count = group.Value.Count,
                    Oldest = group.Value.Oldest,
                    Newest = group.Value.Newest,
                }),
            ],
        };
    }

    /// <exception cref="IOException">It cannot be read at the moment.</exception>
    public async ValueTask<DeadLetterDetails?> FindAsync(Guid id, CancellationToken cancellationToken) => await letters.ReadAsync(id, cancellationToken) switch
    {
        { Result: DeadLetterReadResult.NotFound } => null,
        { Result: DeadLetterReadResult.Unavailable } => throw Unavailable(),
        var letter => DeadLetterView.Details(letter),
    };

    /// <summary>The same without what people wrote.</summary>
    /// <exception cref="IOException">Nothing of it can be read at the moment.</exception>
    public async ValueTask<DeadLetterSummary?> SummaryAsync(Guid id, CancellationToken cancellationToken) =>
        await letters.ReadAsync(id, cancellationToken) is { Result: not DeadLetterReadResult.NotFound } letter ? SummaryOf(letter) : null;

    /// <summary>A store whose index is in memory still knows what a dead letter is about when the disk reports an error; of one that knows nothing, an empty record would be shown.</summary>
    private static DeadLetterSummary SummaryOf(DeadLetterReading reading) =>
        reading is { Result: DeadLetterReadResult.Unavailable, Entry: var entry } && entry == default ? throw Unavailable() : DeadLetterView.Summary(reading);

    private static IOException Unavailable() => new("The store does not answer; try again later.");

    private IAsyncEnumerable<DeadLetterEntry> Fitting(DeadLetterFilter filter, Guid? after, CancellationToken cancellationToken) =>
        letters.WalkAsync(after, Portion, newestFirst: true, cancellationToken).Where(filter.Fits);

    /// <summary>How many dead letters are in a group, and when they were attempted.</summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Extent(int Count, DateTimeOffset Oldest, DateTimeOffset Newest)
    {
        public Extent With(DateTimeOffset time) => new(Count + 1, Count is 0 || time < Oldest ? time : Oldest, Count is 0 || time > Newest ? time : Newest);
    }
}
