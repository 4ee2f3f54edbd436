using Microsoft.Extensions.Logging;
using WebhookReceiver.Inbox;

namespace WebhookReceiver.Dispatch;

/// <content>How marked dead letters get into the lanes.</content>
internal sealed partial class DeadLetterReplay
{
    /// <summary>How many replays are in the lanes at once: enough for every place of a few handlers by default, few enough that their bodies and a fresh delivery behind them do not matter.</summary>
    public const int MostInLanes = 64;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan WarningInterval = TimeSpan.FromMinutes(1);

    /// <summary>One at a time puts replays into the lanes. Taken before <see cref="gate"/>.</summary>
    private readonly OneAtATime entering = new();
    private readonly Lock gate = new();

    /// <summary>
    /// Those in the lanes. One leaves when the store reports the end of its replay, and for no other reason: whether it is marked says nothing, because an operator may have
    /// marked it again between its end and the report.
    /// </summary>
    private readonly HashSet<Guid> entered = [];

    /// <summary>The last one that was looked at; the search for the next goes on behind it. Used by the one who enters.</summary>
    private Guid? last;
    private bool isQueued;
    private bool isPaused;
    private int unavailable;
    private long? warnedAt;

    void IThreadPoolWorkItem.Execute()
    {
        lock (gate)
        {
            isQueued = false;
        }

        // It throws nothing.
        _ = EnterNowAsync();
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
        using (await entering.EnterAsync())
        {
            try
            {
                while (await NextAsync() is { Count: > 0 } ids)
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
    private async ValueTask<List<Guid>> NextAsync()
    {
        var next = new List<Guid>();
        var isSecondRound = false;

        while (InLanes() is { } taken && taken.Count + next.Count < MostInLanes)
        {
            var found = await letters.ReplayingAfterAsync(last, MostInLanes);

            if (found.Count is 0)
            {
                if (isSecondRound)
                {
                    break;
                }

                (last, isSecondRound) = (null, true);
            }

            // One that was in the lanes when the store was asked is left out, even if it has left since: its end has queued another look.
            taken.UnionWith(next);

            foreach (var id in found.TakeWhile(_ => taken.Count < MostInLanes))
            {
                last = id;

                if (taken.Add(id))
                {
                    next.Add(id);
                }
            }
        }

        lock (gate)
        {
            entered.UnionWith(next);
        }

        return next;
    }

    /// <returns>A copy; null during a pause.</returns>
    private HashSet<Guid>? InLanes()
    {
        lock (gate)
        {
            return isPaused ? null : [.. entered];
        }
    }

    private async Task EnterAsync(List<Guid> ids)
    {
        var left = new HashSet<Guid>(ids);

        try
        {
            await foreach (var (id, reading) in ids.ToAsyncEnumerable().Zip(letters.ReadAsync(ids)))
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
            // Nothing to be done with any of them. Should they still be marked, they must not be looked at over and over.
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

                var turn = new EventTurn(deliveryProgress: null, ordinal: 0) { Message = read.Message, Delivery = read.Delivery, Letter = letter };
                lanes.Add(LaneKey.Of(letter.Endpoint, read.Message), turn);
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
