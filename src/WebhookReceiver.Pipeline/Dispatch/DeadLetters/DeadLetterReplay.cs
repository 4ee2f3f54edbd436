using Microsoft.Extensions.Logging;
using WebhookReceiver.Inbox;
using WebhookReceiver.Scheduling;

namespace WebhookReceiver.Dispatch;

/// <summary>
/// What an operator can do with dead letters: replay and discard them. A replay goes through the lane of its conversation to the one handler that the dead letter names, at least
/// once: a replay that had not ended when the process died is repeated. Thread-safe.
/// </summary>
/// <remarks>
/// A waiting replay is only a mark in the store, because there may be a million. A few at a time are read and put into the lanes, in the order of their ids, again and
/// again until none is marked.
/// </remarks>
internal sealed partial class DeadLetterReplay : IThreadPoolWorkItem, IDisposable
{
    /// <summary>How many dead letters are read from the store at once.</summary>
    private const int Portion = 1024;
    private const int MarkedAtOnce = 64;

    private readonly IOutcomes outcomes;
    private readonly IDeadLetters letters;
    private readonly Lanes lanes;
    private readonly WorkScheduler scheduler;
    private readonly TimeProvider clock;
    private readonly ILogger<DeadLetterReplay> logger;
    private readonly ITimer timer;

    /// <summary>One operation at a time, so that the state of a dead letter cannot change between reading it and acting on it.</summary>
    private readonly OneAtATime operating = new();

    public DeadLetterReplay(IOutcomes outcomes, IDeadLetters letters, Lanes lanes, WorkScheduler scheduler, TimeProvider clock, ILogger<DeadLetterReplay> logger)
    {
        (this.outcomes, this.letters, this.lanes, this.scheduler, this.clock, this.logger) = (outcomes, letters, lanes, scheduler, clock, logger);
        timer = clock.CreateTimer(static replay => ((DeadLetterReplay)replay!).GoOn(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        letters.WhenReplayEnds(Ended);
        letters.WhenReplaysWait(EnterSoon);
    }

    /// <summary>
    /// Completes when the replay has been marked durably, and has entered its lane if there is room, not when it has ended. The dead letter shows the outcome.
    /// </summary>
    public async ValueTask<DeadLetterResult> ReplayAsync(Guid id, CancellationToken cancellationToken = default) => (await ReplayAsync([id], cancellationToken))[0];

    /// <summary>Replays several dead letters, which are marked in one batch.</summary>
    public async ValueTask<IReadOnlyList<DeadLetterResult>> ReplayAsync(IReadOnlyList<Guid> ids, CancellationToken cancellationToken = default)
    {
        var results = new List<DeadLetterResult>(ids.Count);
        var marks = new OutcomeBatch();
        var marked = new HashSet<Guid>();

        using (await operating.EnterAsync(cancellationToken))
        {
            await foreach (var reading in letters.ReadAsync(ids, cancellationToken))
            {
                results.Add(marked.Contains(reading.Entry.Id) ? DeadLetterResult.Replaying : Mark(reading, marks));

                if (results[^1] is DeadLetterResult.Done)
                {
                    marked.Add(reading.Entry.Id);
                }
            }

            await outcomes.RecordAsync(marks, cancellationToken);
        }

        await outcomes.FlushAsync(cancellationToken);
        await EnterNowAsync();
        return results;
    }

    /// <summary>Replays all dead letters that match, in portions.</summary>
    /// <returns>How many there were of each result.</returns>
    public async ValueTask<IReadOnlyDictionary<DeadLetterResult, int>> ReplayAllAsync(Func<DeadLetterEntry, bool> fits, CancellationToken cancellationToken = default)
    {
        var counts = new Dictionary<DeadLetterResult, int>();

        // Not those that arrive meanwhile: with a handler that keeps failing there would be no end of them.
        if (await letters.AfterAsync(after: null, 1, newestFirst: true, cancellationToken) is not [var newest])
        {
            return counts;
        }

        var all = letters.WalkAsync(after: null, Portion, cancellationToken: cancellationToken).Where(fits).TakeWhile(letter => letter.Id.CompareTo(newest.Id) <= 0);

        await foreach (var portion in all.Select(static letter => letter.Id).Chunk(MarkedAtOnce).WithCancellation(cancellationToken))
        {
            foreach (var result in await ReplayAsync(portion, cancellationToken))
            {
                counts[result] = counts.GetValueOrDefault(result) + 1;
            }
        }

        return counts;
    }

    /// <summary>Discards a dead letter that is not being replayed. Completes when that has been written.</summary>
    public async ValueTask<DeadLetterResult> DiscardAsync(Guid id, CancellationToken cancellationToken = default)
    {
        Task removal;

        using (await operating.EnterAsync(cancellationToken))
        {
            switch (await letters.FindAsync(id, cancellationToken))
            {
                case null:
                    return DeadLetterResult.NotFound;

                case DeadLetterState.Replaying:
                    return DeadLetterResult.Replaying;

                default:
                    removal = letters.RemoveAsync([id], DeadLetterRemoval.Discarded, cancellationToken);
                    break;
            }
        }

        // Awaited outside the lock: with a broken disk it takes until the disk is back.
        await removal;
        return DeadLetterResult.Done;
    }

    /// <summary>Continues the replays that had not ended when the last process did.</summary>
    public Task ResumeAsync() => EnterNowAsync();

    public void Dispose() => timer.Dispose();

    private static DeadLetterResult Mark(DeadLetterReading reading, OutcomeBatch marks)
    {
        switch (reading)
        {
            case { Result: DeadLetterReadResult.NotFound }:
                return DeadLetterResult.NotFound;

            case { Entry.IsReplaying: true }:
                return DeadLetterResult.Replaying;

            case { Result: DeadLetterReadResult.Unavailable }:
                return DeadLetterResult.Unavailable;

            case { Letter: { } letter, Body: var body } when DeadLetterBody.Read(letter, body) is not null:
                marks.DeadLettered(letter with { IsReplaying = true, Replays = letter.Replays + 1 }, body);
                return DeadLetterResult.Done;

            default:
                return DeadLetterResult.Unreadable;
        }
    }
}
