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
/// again until none is marked. Those of paused handlers stay in the store, and take no room from others.
/// </remarks>
internal sealed partial class DeadLetterReplay : IThreadPoolWorkItem, IDisposable
{
    private readonly IOutcomes outcomes;
    private readonly IDeadLetters letters;
    private readonly Lanes lanes;
    private readonly WorkScheduler scheduler;
    private readonly PausedHandlers paused;
    private readonly TimeProvider clock;
    private readonly ILogger<DeadLetterReplay> logger;
    private readonly ITimer timer;

    /// <summary>One operation at a time, so that the state of a dead letter cannot change between reading it and acting on it.</summary>
    private readonly OneAtATime operating = new();

    public DeadLetterReplay(IOutcomes outcomes, IDeadLetters letters, Lanes lanes, WorkScheduler scheduler, PausedHandlers paused, TimeProvider clock, ILogger<DeadLetterReplay> logger)
    {
        this.paused = paused;
        (this.outcomes, this.letters, this.lanes, this.scheduler, this.clock, this.logger) = (outcomes, letters, lanes, scheduler, clock, logger);
        timer = clock.CreateTimer(static replay => ((DeadLetterReplay)replay!).GoOn(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        letters.WhenReplayEnds(Ended);
        letters.WhenReplaysWait(EnterSoon);
        paused.Changed += EnterSoon;
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

    /// <summary>Discards a dead letter that is not being replayed. Completes when that has been written.</summary>
    public async ValueTask<DeadLetterResult> DiscardAsync(Guid id, CancellationToken cancellationToken = default) => (await DiscardAsync([id], cancellationToken))[0];

    /// <summary>Discards several dead letters, which are removed in one batch.</summary>
    public async ValueTask<IReadOnlyList<DeadLetterResult>> DiscardAsync(IReadOnlyList<Guid> ids, CancellationToken cancellationToken = default)
    {
        var results = new List<DeadLetterResult>(ids.Count);
        var removed = new List<Guid>();
        Task removal;

        using (await operating.EnterAsync(cancellationToken))
        {
            foreach (var id in ids)
            {
                results.Add(await letters.FindAsync(id, cancellationToken) switch
                {
                    null => DeadLetterResult.NotFound,
                    DeadLetterState.Replaying => DeadLetterResult.Replaying,
                    _ => DeadLetterResult.Done,
                });

                if (results[^1] is DeadLetterResult.Done)
                {
                    removed.Add(id);
                }
            }

            removal = removed.Count is 0 ? Task.CompletedTask : letters.RemoveAsync(removed, DeadLetterRemoval.Discarded, cancellationToken);
        }

        // Awaited outside the lock: with a broken disk it takes until the disk is back.
        await removal;
        return results;
    }

    /// <summary>Lets replays into the lanes from now on, also those that had not ended when the last process did. Before it is called they are only marked.</summary>
    public Task ResumeAsync()
    {
        lock (gate)
        {
            isOpen = true;
        }

        return EnterNowAsync();
    }

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
