using Microsoft.Extensions.Logging;
using WebhookReceiver.Inbox;
using WebhookReceiver.Scheduling;

namespace WebhookReceiver.Dispatch;

/// <summary>
/// What an operator can do with dead letters. A replay goes through the lane of its conversation to the one handler that the dead letter is about, at least once: one whose
/// replay had not ended when the process did is replayed again. From any thread.
/// </summary>
/// <remarks>
/// A replay that waits is a mark in the store and nothing here: there may be a million. A few at a time are read and put into the lanes, in the order of their ids, round
/// and round until none is marked.
/// </remarks>
internal sealed partial class DeadLetterDesk : IThreadPoolWorkItem, IDisposable
{
    /// <summary>How many replays are in the lanes at once: enough for every place of a few handlers by default, few enough that their bodies and a fresh delivery behind them do not matter.</summary>
    public const int MostInLanes = 64;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan WarningInterval = TimeSpan.FromMinutes(1);

    private readonly IOutcomes outcomes;
    private readonly IDeadLetters letters;
    private readonly Lanes lanes;
    private readonly WorkScheduler scheduler;
    private readonly TimeProvider clock;
    private readonly ILogger<DeadLetterDesk> logger;
    private readonly ITimer timer;

    /// <summary>One operator at a time: what was found out about a dead letter still holds when something is done with it.</summary>
    private readonly SemaphoreSlim operating = new(1);

    /// <summary>One thread at a time puts replays into the lanes. Taken before <see cref="gate"/>.</summary>
    private readonly SemaphoreSlim entering = new(1);
    private readonly Lock gate = new();

    /// <summary>
    /// Those in the lanes. One leaves when the store reports the end of its replay, and for no other reason: whether it is marked says nothing, because an operator may have
    /// marked it again between its end and the report.
    /// </summary>
    private readonly HashSet<Guid> entered = [];

    /// <summary>The last one that was looked at; the search for the next goes on behind it.</summary>
    private Guid? last;
    private bool isQueued;
    private bool isPaused;
    private int unavailable;
    private long? warnedAt;

    public DeadLetterDesk(IOutcomes outcomes, IDeadLetters letters, Lanes lanes, WorkScheduler scheduler, TimeProvider clock, ILogger<DeadLetterDesk> logger)
    {
        (this.outcomes, this.letters, this.lanes, this.scheduler, this.clock, this.logger) = (outcomes, letters, lanes, scheduler, clock, logger);
        timer = clock.CreateTimer(static desk => ((DeadLetterDesk)desk!).GoOn(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        letters.WhenReplayEnds(Ended);
    }

    /// <summary>
    /// Completes when the replay is written down, and in its lane if there is room, not when it has ended: look at the dead letter for that.
    /// </summary>
    public async ValueTask<DeadLetterAnswer> ReplayAsync(Guid id) => (await ReplayAsync([id]))[0];

    /// <summary>The same for several, which are written down together.</summary>
    public async ValueTask<IReadOnlyList<DeadLetterAnswer>> ReplayAsync(IReadOnlyList<Guid> ids)
    {
        var answers = new List<DeadLetterAnswer>(ids.Count);
        var marked = new HashSet<Guid>();
        var marks = OutcomeBatch.Rent();
        await operating.WaitAsync();

        try
        {
            foreach (var reading in letters.Read(ids))
            {
                answers.Add(marked.Contains(reading.Entry.Id) ? DeadLetterAnswer.Replaying : Mark(reading, marks));

                if (answers[^1] is DeadLetterAnswer.Done)
                {
                    marked.Add(reading.Entry.Id);
                }
            }

            await outcomes.RecordAsync(marks, CancellationToken.None);
        }
        finally
        {
            operating.Release();
            OutcomeBatch.Return(marks);
        }

        await outcomes.FlushAsync(CancellationToken.None);
        await EnterNowAsync();
        return answers;
    }

    public async ValueTask<DeadLetterAnswer> DiscardAsync(Guid id)
    {
        await operating.WaitAsync();

        try
        {
            if (!letters.Contains(id))
            {
                return DeadLetterAnswer.NotFound;
            }

            if (letters.IsReplaying(id))
            {
                return DeadLetterAnswer.Replaying;
            }

            await outcomes.RecordAsync(batch => batch.DeadLetterRemoved(id, DeadLetterRemoval.Discarded));
            return DeadLetterAnswer.Done;
        }
        finally
        {
            operating.Release();
        }
    }

    /// <summary>Takes up the replays that an earlier life did not bring to their end.</summary>
    public Task ResumeAsync() => EnterNowAsync();

    public void Dispose()
    {
        timer.Dispose();
        operating.Dispose();
        entering.Dispose();
    }

    void IThreadPoolWorkItem.Execute()
    {
        lock (gate)
        {
            isQueued = false;
        }

        _ = EnterNowAsync();
    }

    private static DeadLetterAnswer Mark(DeadLetterReading reading, OutcomeBatch marks)
    {
        switch (reading)
        {
            case { Result: DeadLetterReadResult.NotFound }:
                return DeadLetterAnswer.NotFound;

            case { Entry.IsReplaying: true }:
                return DeadLetterAnswer.Replaying;

            case { Result: DeadLetterReadResult.Unavailable }:
                return DeadLetterAnswer.Unavailable;

            case { Letter: { } letter, Body: var body } when DeadLetterBody.Read(letter, body) is not null:
                marks.DeadLettered(letter with { IsReplaying = true, Replays = letter.Replays + 1 }, body);
                return DeadLetterAnswer.Done;

            default:
                return DeadLetterAnswer.Unreadable;
        }
    }

    private void Ended(Guid id)
    {
        lock (gate)
        {
            entered.Remove(id);
        }

        // Not on this thread, which may be one that handles events.
        EnterSoon();
    }

    private void EnterSoon()
    {
        lock (gate)
        {
            if (isQueued)
            {
                return;
            }

            isQueued = true;
        }

        scheduler.Queue(this);
    }

    /// <summary>Puts replays into the lanes until there are enough.</summary>
    private async Task EnterNowAsync()
    {
        await entering.WaitAsync();

        try
        {
            while (Next() is { Count: > 0 } ids)
            {
                await EnterAsync(ids);
            }
        }
        catch (Exception exception)
        {
            // A mistake of ours must neither end the process nor be repeated without a pause.
            EnteringFailed(logger, exception.GetType().FullName, exception.StackTrace);
            Wait();
        }
        finally
        {
            entering.Release();
        }
    }

    private void GoOn()
    {
        lock (gate)
        {
            isPaused = false;
        }

        EnterSoon();
    }

    private void Wait()
    {
        lock (gate)
        {
            isPaused = true;
        }

        timer.Change(Pause, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The next ones for which there is room in the lanes.</summary>
    private List<Guid> Next()
    {
        var next = new List<Guid>();

        lock (gate)
        {
            var isSecondRound = false;

            while (!isPaused && entered.Count < MostInLanes)
            {
                var found = letters.ReplayingAfter(last, MostInLanes);

                if (found.Count is 0)
                {
                    if (isSecondRound)
                    {
                        break;
                    }

                    (last, isSecondRound) = (null, true);
                }

                foreach (var id in found.TakeWhile(_ => entered.Count < MostInLanes))
                {
                    last = id;

                    if (entered.Add(id))
                    {
                        next.Add(id);
                    }
                }
            }
        }

        return next;
    }

    private async ValueTask EnterAsync(List<Guid> ids)
    {
        var left = new HashSet<Guid>(ids);

        try
        {
            foreach (var (id, reading) in ids.Zip(letters.Read(ids)))
            {
                if (reading is { Result: DeadLetterReadResult.Unavailable })
                {
                    WarnUnavailable();
                    Wait();
                    return;
                }

                if (await TryEnterAsync(reading))
                {
                    left.Remove(id);
                }
            }
        }
        finally
        {
            lock (gate)
            {
                entered.ExceptWith(left);
            }
        }

        if (left.Count == ids.Count)
        {
            // Nothing to be done with any of them. Should they be marked all the same, they must not be looked at over and over.
            Wait();
        }
    }

    private async ValueTask<bool> TryEnterAsync(DeadLetterReading reading)
    {
        switch (reading)
        {
            case { Result: DeadLetterReadResult.Damaged, Entry: var entry }:
                await GiveUpAsync(DeadLetters.Damaged(entry), body: default);
                return false;

            case { Letter: { IsReplaying: true } letter, Body: var body }:
                if (DeadLetterBody.Read(letter, body) is not { } read)
                {
                    await GiveUpAsync(letter with { ExceptionMessage = "Its event cannot be read from its body any more.", LastAttemptAt = clock.GetUtcNow() }, body);
                    return false;
                }

                var waiting = new WaitingEvent(tally: null, ordinal: 0);
                waiting.Turn = new EventTurn(waiting) { Message = read.Message, Delivery = read.Delivery, Letter = letter };
                lanes.Add(LaneKey.Of(letter.Endpoint, read.Message), waiting);
                return true;

            default:
                return false;
        }
    }

    /// <summary>A replay that can never take place ends: else it would be marked for ever, and would keep every later file of outcomes.</summary>
    private async ValueTask GiveUpAsync(DeadLetter letter, ReadOnlyMemory<byte> body)
    {
        BodyUnreadable(logger, letter.Id);
        await outcomes.RecordAsync(batch => batch.DeadLettered(letter with { IsReplaying = false }, body));
    }

    private void WarnUnavailable()
    {
        unavailable++;

        if (warnedAt is { } before && clock.GetElapsedTime(before) < WarningInterval)
        {
            return;
        }

        ReplayWaits(logger, unavailable);
        (warnedAt, unavailable) = (clock.GetTimestamp(), 0);
    }

    [LoggerMessage(1522, LogLevel.Error, "Dead letter {LetterId} was to be replayed, and its body cannot be read")]
    private static partial void BodyUnreadable(ILogger logger, Guid letterId);

    [LoggerMessage(1523, LogLevel.Warning, "Replays wait because dead letters cannot be read now: {Attempts} attempt(s) failed; they are tried again")]
    private static partial void ReplayWaits(ILogger logger, int attempts);

    [LoggerMessage(1524, LogLevel.Error, "Replays could not be put into their lanes, and are tried again: {ExceptionType}\n{StackTrace}")]
    private static partial void EnteringFailed(ILogger logger, string? exceptionType, string? stackTrace);
}
