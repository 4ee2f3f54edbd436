using Microsoft.Extensions.Logging;
using WebhookReceiver.Deliveries;
using WebhookReceiver.Inbox;

namespace WebhookReceiver.Dispatch;

/// <content>Puts marked dead letters into the lanes.</content>
internal sealed partial class DeadLetterReplay
{
    /// <summary>How many replays are in the lanes at once: enough for every place of a few handlers by default, few enough that their bodies take little memory and a new delivery behind them waits little.</summary>
    public const int MostInLanes = 64;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan WarningInterval = TimeSpan.FromMinutes(1);

    /// <summary>Lets one caller at a time put replays into the lanes. Taken before <see cref="gate"/>.</summary>
    private readonly OneAtATime entering = new();
    private readonly Lock gate = new();

    /// <summary>
    /// The replays in the lanes. One is removed when the store reports the end of its replay, and for no other reason. Its mark is not reliable, because an operator may have
    /// marked it again between the end and the report. With the name of the handler once it is known: replays that wait for a paused handler do not count.
    /// </summary>
    private readonly Dictionary<Guid, string?> entered = [];

    /// <summary>The last dead letter that was considered; the search for the next continues behind it. Guarded by <see cref="entering"/>.</summary>
    private Guid? last;
    private bool isOpen;
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

        // It never throws.
        _ = EnterNowAsync();
    }

    private void Ended(Guid id)
    {
        lock (gate)
        {
            entered.Remove(id);
        }

        // Not on this thread, which may be handling events.
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
                // A bug of ours must neither end the process nor be repeated without a pause.
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

    /// <summary>The next replays for which there is room in the lanes.</summary>
    private async ValueTask<List<Guid>> NextAsync()
    {
        var next = new List<Guid>();
        var isSecondRound = false;

        while (InLanes() is var (taken, active) && active + next.Count < MostInLanes)
        {
            var found = await letters.ReplayingAfterAsync(last, MostInLanes, paused.Names);

            if (found.Count is 0)
            {
                if (isSecondRound)
                {
                    break;
                }

                (last, isSecondRound) = (null, true);
            }

            // A replay that was in the lanes when the store was asked is left out, even if it has ended since: its end has queued another search.
            taken.UnionWith(next);

            foreach (var id in found.TakeWhile(_ => active + next.Count < MostInLanes))
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
            next.ForEach(id => entered.TryAdd(id, null));
        }

        return next;
    }

    /// <returns>Those in the lanes, and how many of them do not wait for a paused handler; null when none may enter.</returns>
    private (HashSet<Guid> Ids, int Active)? InLanes()
    {
        lock (gate)
        {
            return isPaused || !isOpen ? null : ([.. entered.Keys], entered.Values.Count(handler => !paused.Contains(handler)));
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
                foreach (var id in left)
                {
                    entered.Remove(id);
                }
            }
        }

        if (left.Count == ids.Count)
        {
            // None of them could be entered. If they are still marked, they must not be tried over and over.
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
                    await GiveUpAsync(letter with { ExceptionMessage = "Its event can no longer be read from its body.", LastAttemptAt = clock.GetUtcNow() }, body);
                    return false;
                }

                lock (gate)
                {
                    entered[letter.Id] = letter.Handler;
                }

                var turn = new EventTurn(deliveryProgress: null, ordinal: 0) { Message = read.Message, Delivery = read.Delivery, Letter = letter };
                lanes.Add(LaneKey.Of(letter.Endpoint, read.Message), turn);
                return true;

            default:
                return false;
        }
    }

    /// <summary>Ends a replay that can never take place: otherwise it would stay marked for ever, and would keep every later file of outcomes.</summary>
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

    [LoggerMessage(1522, LogLevel.Error, "Dead letter {LetterId} could not be replayed, because its body cannot be read")]
    private static partial void BodyUnreadable(ILogger logger, Guid letterId);

    [LoggerMessage(1523, LogLevel.Warning, "Replays wait because dead letters cannot be read at the moment: {Attempts} attempt(s) failed, and they will be tried again")]
    private static partial void ReplayWaits(ILogger logger, int attempts);

    [LoggerMessage(1524, LogLevel.Error, "Replays could not be put into their lanes, and will be tried again: {ExceptionType}\n{StackTrace}")]
    private static partial void EnteringFailed(ILogger logger, string? exceptionType, string? stackTrace);
}
