using WebhookReceiver.Inbox;

namespace WebhookReceiver.Operators;

/// <summary>Reads dead letters for operators, page by page.</summary>
internal sealed class DeadLetterPages(IDeadLetters letters)
{
    /// <summary>How many are examined at a time.</summary>
    private const int Portion = 1024;

    public async ValueTask<DeadLetterPage> ListAsync(DeadLetterFilter filter, int limit, Guid? after, CancellationToken cancellationToken)
    {
        // By id and not by the last attempt, which a replay may change between two pages. One more than requested, to know whether another page follows.
        var ids = await Fitting(filter, after, cancellationToken).Select(static letter => letter.Id).Take(limit + 1).ToListAsync(cancellationToken);
        var total = filter == DeadLetterFilter.All
            ? (await letters.CountAsync(cancellationToken)).All
            : await Fitting(filter, after: null, cancellationToken).CountAsync(cancellationToken);
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

    public async ValueTask<DeadLetterDetails?> FindAsync(Guid id, CancellationToken cancellationToken) =>
        await letters.ReadAsync(id, cancellationToken) is { Result: not DeadLetterReadResult.NotFound } letter ? DeadLetterView.Details(letter) : null;

    /// <summary>The same without what people wrote.</summary>
    public async ValueTask<DeadLetterSummary?> SummaryAsync(Guid id, CancellationToken cancellationToken) =>
        await letters.ReadAsync(id, cancellationToken) is { Result: not DeadLetterReadResult.NotFound } letter ? DeadLetterView.Summary(letter) : null;

    private IAsyncEnumerable<DeadLetterEntry> Fitting(DeadLetterFilter filter, Guid? after, CancellationToken cancellationToken) =>
        letters.WalkAsync(after, Portion, cancellationToken).Where(filter.Fits);
}
