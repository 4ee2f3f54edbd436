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
            DeadLetters = await readings.Select(DeadLetterView.Summary).ToListAsync(cancellationToken),
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

    public async ValueTask<DeadLetterDetails?> FindAsync(Guid id, CancellationToken cancellationToken) =>
        await letters.ReadAsync(id, cancellationToken) is { Result: not DeadLetterReadResult.NotFound } letter ? DeadLetterView.Details(letter) : null;

    /// <summary>The same without what people wrote.</summary>
    public async ValueTask<DeadLetterSummary?> SummaryAsync(Guid id, CancellationToken cancellationToken) =>
        await letters.ReadAsync(id, cancellationToken) is { Result: not DeadLetterReadResult.NotFound } letter ? DeadLetterView.Summary(letter) : null;

    private IAsyncEnumerable<DeadLetterEntry> Fitting(DeadLetterFilter filter, Guid? after, CancellationToken cancellationToken) =>
        letters.WalkAsync(after, Portion, newestFirst: true, cancellationToken).Where(filter.Fits);

    /// <summary>How many dead letters are in a group, and when they were attempted.</summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Extent(int Count, DateTimeOffset Oldest, DateTimeOffset Newest)
    {
        public Extent With(DateTimeOffset time) => new(Count + 1, Count is 0 || time < Oldest ? time : Oldest, Count is 0 || time > Newest ? time : Newest);
    }
}
