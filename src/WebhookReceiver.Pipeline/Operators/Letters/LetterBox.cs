using WebhookReceiver.Dispatch;
using WebhookReceiver.Inbox;

namespace WebhookReceiver.Operators;

/// <summary>Shows the dead letters to operators, and passes on what they want done.</summary>
internal sealed class LetterBox(DeadLetterDesk desk, IDeadLetters letters, IOutcomes outcomes)
{
    public DeadLetterPage List(DeadLetterFilter filter, int limit, Guid? after)
    {
        var fitting = Fitting(filter);
        var page = fitting.SkipWhile(letter => after is { } last && letter.Id.CompareTo(last) <= 0).Take(limit).ToList();
        var isLast = page.Count is 0 || page[^1].Id == fitting[^1].Id;
        return new DeadLetterPage { DeadLetters = page, Total = fitting.Count, Next = isLast ? null : page[^1].Id };
    }

    public DeadLetterDetails? Find(Guid id)
    {
        if (letters.Find(id) is not { } letter)
        {
            return null;
        }

        var read = letters.BodyOf(id) is { } body ? DeadLetterBody.Read(letter, body) : null;

        return LetterView.Details(letter, read?.Message);
    }

    public async ValueTask<DeadLetterResult> ReplayAsync(Guid id) => Result(await desk.ReplayAsync(id));

    public async ValueTask<ReplayReport> ReplayAsync(DeadLetterFilter filter)
    {
        var fitting = Fitting(filter);
        var results = new List<DeadLetterResult>(fitting.Count);

        foreach (var letter in fitting)
        {
            results.Add(await ReplayAsync(letter.Id));
        }

        return new ReplayReport
        {
            Found = fitting.Count,
            Replaying = results.Count(static result => result is DeadLetterResult.Done),
            Skipped = results.Count(static result => result is DeadLetterResult.Replaying or DeadLetterResult.NotFound),
            Unreadable = results.Count(static result => result is DeadLetterResult.Unreadable),
        };
    }

    public async ValueTask<DeadLetterResult> DiscardAsync(Guid id)
    {
        var answer = desk.Discard(id);
        await outcomes.FlushAsync();
        return Result(answer);
    }

    private static DeadLetterResult Result(DeadLetterAnswer answer) => answer switch
    {
        DeadLetterAnswer.Done => DeadLetterResult.Done,
        DeadLetterAnswer.NotFound => DeadLetterResult.NotFound,
        DeadLetterAnswer.Replaying => DeadLetterResult.Replaying,
        DeadLetterAnswer.Unreadable => DeadLetterResult.Unreadable,
        _ => throw new ArgumentOutOfRangeException(nameof(answer), answer, "An answer without a result."),
    };

    // By id and not by the last attempt, which a replay changes between two pages.
    private List<DeadLetterSummary> Fitting(DeadLetterFilter filter) =>
        [.. letters.All.Select(LetterView.Summary).Where(filter.Fits).OrderBy(static letter => letter.Id)];
}
