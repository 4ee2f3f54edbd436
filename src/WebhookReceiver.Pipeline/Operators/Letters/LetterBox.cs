using WebhookReceiver.Dispatch;
using WebhookReceiver.Inbox;

namespace WebhookReceiver.Operators;

/// <summary>Shows the dead letters to operators, and passes on what they want done.</summary>
internal sealed class LetterBox(DeadLetterDesk desk, IDeadLetters letters, IOutcomes outcomes)
{
    /// <summary>How many are looked at, or marked for a replay, at once.</summary>
    private const int Portion = 1024;
    private const int ReplayPortion = 64;

    public DeadLetterPage List(DeadLetterFilter filter, int limit, Guid? after)
    {
        // By id and not by the last attempt, which a replay changes between two pages. One more than fits, to know whether there is another page.
        var ids = Fitting(filter, after).Select(static letter => letter.Id).Take(limit + 1).ToList();
        var total = filter == DeadLetterFilter.All ? letters.Count : Fitting(filter).Count();
        var hasMore = ids.Count > limit;

        if (hasMore)
        {
            ids.RemoveAt(limit);
        }

        return new DeadLetterPage
        {
            DeadLetters = [.. letters.Read(ids).Where(static letter => letter.Result is not DeadLetterReadResult.NotFound).Select(LetterView.Summary)],
            Total = total,
            Next = hasMore ? ids[^1] : null,
        };
    }

    public DeadLetterDetails? Find(Guid id) => letters.Read(id) is { Result: not DeadLetterReadResult.NotFound } letter ? LetterView.Details(letter) : null;

    public async ValueTask<DeadLetterResult> ReplayAsync(Guid id) => Result(await desk.ReplayAsync(id));

    public async ValueTask<ReplayReport> ReplayAsync(DeadLetterFilter filter)
    {
        var counts = new Dictionary<DeadLetterAnswer, int>();

        // Not those that come meanwhile: where the handler goes on failing there would be no end of them.
        if (letters.After(null, 1, newestFirst: true) is [var newest])
        {
            foreach (var portion in Fitting(filter).TakeWhile(letter => letter.Id.CompareTo(newest.Id) <= 0).Chunk(ReplayPortion))
            {
                foreach (var answer in await desk.ReplayAsync([.. portion.Select(static letter => letter.Id)]))
                {
                    counts[answer] = CountOf(answer) + 1;
                }
            }
        }

        return new ReplayReport
        {
            Found = counts.Values.Sum(),
            Replaying = CountOf(DeadLetterAnswer.Done),
            Skipped = CountOf(DeadLetterAnswer.Replaying) + CountOf(DeadLetterAnswer.NotFound),
            Unreadable = CountOf(DeadLetterAnswer.Unreadable) + CountOf(DeadLetterAnswer.Unavailable),
        };

        int CountOf(DeadLetterAnswer answer) => counts.GetValueOrDefault(answer);
    }

    public async ValueTask<DeadLetterResult> DiscardAsync(Guid id)
    {
        var answer = await desk.DiscardAsync(id);
        await outcomes.FlushAsync(CancellationToken.None);
        return Result(answer);
    }

    private static DeadLetterResult Result(DeadLetterAnswer answer) => answer switch
    {
        DeadLetterAnswer.Done => DeadLetterResult.Done,
        DeadLetterAnswer.NotFound => DeadLetterResult.NotFound,
        DeadLetterAnswer.Replaying => DeadLetterResult.Replaying,
        DeadLetterAnswer.Unreadable => DeadLetterResult.Unreadable,
        DeadLetterAnswer.Unavailable => DeadLetterResult.Unavailable,
        _ => throw new ArgumentOutOfRangeException(nameof(answer), answer, "An answer without a result."),
    };

    private IEnumerable<DeadLetterEntry> Fitting(DeadLetterFilter filter, Guid? after = null) => letters.Walk(after, Portion).Where(filter.Fits);
}
