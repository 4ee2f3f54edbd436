using WebhookReceiver.Dispatch;
using WebhookReceiver.Inbox;

namespace WebhookReceiver.Operators;

/// <summary>
/// Replays or discards all dead letters that match a filter, in the order in which they became dead letters and no faster than asked. It does not touch what becomes a dead letter after it has
/// begun, and comes to each once: with a handler that keeps failing there would be no end otherwise. Reports are thread-safe.
/// </summary>
internal sealed class OperatorJob(JobRequest request, AuditActor actor, IDeadLetters letters, DeadLetterReplay replay, TimeProvider clock)
{
    /// <summary>How many dead letters are examined at a time.</summary>
    private const int Portion = 1024;

    /// <summary>How many are marked or discarded at once, at most; each portion is one write.</summary>
    private const int MostAtOnce = 64;

    private readonly Lock gate = new();
    private readonly Dictionary<DeadLetterResult, int> results = [];
    private readonly DateTimeOffset startedAt = clock.GetUtcNow();
    private Guid? newest;
    private int found;
    private string state = JobReport.Running;
    private DateTimeOffset? endedAt;
    private string? problem;

    public Guid Id { get; } = Guid.CreateVersion7(clock.GetUtcNow());

    public JobRequest Request => request;

    public bool HasEnded
    {
        get
        {
            lock (gate)
            {
                return endedAt is not null;
            }
        }
    }

    public JobReport Report
    {
        get
        {
            lock (gate)
            {
                var isReplay = request.Kind is JobKind.Replay;

                return new JobReport
                {
                    Id = Id,
                    Kind = isReplay ? "replay" : "discard",
                    State = state,
                    Filter = request.Filter,
                    Rate = request.Rate,
                    Found = found,
                    Done = Done,
                    Replaying = isReplay ? CountOf(DeadLetterResult.Done) : 0,
                    Discarded = isReplay ? 0 : CountOf(DeadLetterResult.Done),
                    Skipped = CountOf(DeadLetterResult.Replaying) + CountOf(DeadLetterResult.NotFound),
                    Unreadable = CountOf(DeadLetterResult.Unreadable) + CountOf(DeadLetterResult.Unavailable),
                    StartedAt = startedAt,
                    EndedAt = endedAt,
                    By = actor.By,
                    Problem = problem,
                };
            }
        }
    }

    private int Done => results.Values.Sum();

    /// <summary>Counts the dead letters that it is about.</summary>
    /// <exception cref="IOException">The store cannot be read at the moment.</exception>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        newest = await letters.AfterAsync(after: null, 1, newestFirst: true, cancellationToken) is [var last] ? last.Id : null;
        var count = await Matching(cancellationToken).CountAsync(cancellationToken);

        lock (gate)
        {
            found = count;
        }
    }

    /// <summary>Records that it begins, once it is prepared.</summary>
    /// <exception cref="AuditUnavailableException">It must not begin.</exception>
    public ValueTask RecordAsync(AuditTrail audit) => audit.WriteAsync(
        actor, request.Kind is JobKind.Replay ? AuditAction.DeadLettersReplayed : AuditAction.DeadLettersDiscarded, Id.ToString(), request.Filter.Words, found);

    /// <summary>Goes through them, once it is prepared. Cancelling ends it between two portions; what it has marked for a replay stays marked.</summary>
    /// <param name="progress">Called after each portion.</param>
    /// <param name="cancellationToken">Cancels the job.</param>
    public async Task RunAsync(Action? progress, CancellationToken cancellationToken)
    {
        try
        {
            var begun = clock.GetTimestamp();

            await foreach (var portion in Matching(cancellationToken).Select(static letter => letter.Id).Chunk(AtOnce(request.Rate)).WithCancellation(cancellationToken))
            {
                await PaceAsync(begun, cancellationToken);
                Count(await ActAsync(portion));
                progress?.Invoke();
            }

            End(JobReport.Completed);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            End(JobReport.Cancelled);
        }
        catch (Exception exception)
        {
            // The message of an exception that we do not expect may contain anything.
            End(JobReport.Failed, exception is IOException ? exception.Message : exception.GetType().FullName);
        }

        progress?.Invoke();
    }

    private static int AtOnce(int rate) => rate is 0 ? MostAtOnce : Math.Clamp(rate / 10, 1, MostAtOnce);

    private IAsyncEnumerable<DeadLetterEntry> Matching(CancellationToken cancellationToken) => newest is not { } last
        ? AsyncEnumerable.Empty<DeadLetterEntry>()
        : letters.WalkAsync(after: null, Portion, cancellationToken: cancellationToken).TakeWhile(letter => letter.Id.CompareTo(last) <= 0).Where(request.Filter.Fits);

    /// <summary>Waits until as much time has passed as those before may take at the rate.</summary>
    private async Task PaceAsync(long begun, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();

        if (request.Rate is 0)
        {
            return;
        }

        var due = TimeSpan.FromSeconds((double)Report.Done / request.Rate);

        if (due - clock.GetElapsedTime(begun) is { Ticks: > 0 } wait)
        {
            await Task.Delay(wait, clock, cancellationToken);
        }
    }

    /// <remarks>Not cancelled half-way: the counts say what was done.</remarks>
    private ValueTask<IReadOnlyList<DeadLetterResult>> ActAsync(Guid[] portion) => request.Kind is JobKind.Replay
        ? replay.ReplayAsync(portion, CancellationToken.None)
        : replay.DiscardAsync(portion, CancellationToken.None);

    private void Count(IReadOnlyList<DeadLetterResult> portion)
    {
        lock (gate)
        {
            foreach (var result in portion)
            {
                results[result] = CountOf(result) + 1;
            }
        }
    }

    private void End(string how, string? why = null)
    {
        lock (gate)
        {
            (state, endedAt, problem) = (how, clock.GetUtcNow(), why);
        }
    }

    private int CountOf(DeadLetterResult result) => results.GetValueOrDefault(result);
}
