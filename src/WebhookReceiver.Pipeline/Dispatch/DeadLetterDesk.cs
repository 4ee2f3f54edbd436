using Microsoft.Extensions.Logging;
using WebhookReceiver.Inbox;

namespace WebhookReceiver.Dispatch;

/// <summary>
/// What an operator can do with dead letters. A replay goes through the lane of its conversation to the one handler that the letter is about, at least once: a letter
/// whose replay had not ended when the process did is replayed again. From any thread.
/// </summary>
internal sealed partial class DeadLetterDesk(IOutcomes outcomes, IDeadLetters letters, Lanes lanes, ILogger<DeadLetterDesk> logger)
{
    private readonly Lock gate = new();
    private readonly HashSet<Guid> entered = [];

    public IReadOnlyList<DeadLetter> List => letters.All;

    public ReadOnlyMemory<byte>? BodyOf(Guid id) => letters.BodyOf(id);

    /// <summary>Completes when the replay is written down and in line, not when it has ended: look at the letter for that.</summary>
    public async ValueTask<DeadLetterAnswer> ReplayAsync(Guid id)
    {
        DeadLetter marked;
        ReadOnlyMemory<byte> body;

        lock (gate)
        {
            if (letters.Find(id) is not { } letter)
            {
                return DeadLetterAnswer.NotFound;
            }

            if (letter.IsReplaying)
            {
                return DeadLetterAnswer.Replaying;
            }

            if (letters.BodyOf(id) is not { } kept || DeadLetterBody.Read(letter, kept) is null)
            {
                return DeadLetterAnswer.Unreadable;
            }

            marked = letter with { IsReplaying = true, Replays = letter.Replays + 1 };
            body = kept;
            outcomes.DeadLettered(marked, body);
            entered.Add(id);
        }

        await outcomes.FlushAsync();
        Enter(marked, body);
        return DeadLetterAnswer.Done;
    }

    public DeadLetterAnswer Discard(Guid id)
    {
        lock (gate)
        {
            if (letters.Find(id) is not { } letter)
            {
                return DeadLetterAnswer.NotFound;
            }

            if (letter.IsReplaying)
            {
                return DeadLetterAnswer.Replaying;
            }

            outcomes.DeadLetterRemoved(id, DeadLetterRemoval.Discarded);
            return DeadLetterAnswer.Done;
        }
    }

    /// <summary>Takes up the replays that an earlier life did not bring to their end.</summary>
    public void Resume()
    {
        foreach (var letter in letters.All.Where(static letter => letter.IsReplaying))
        {
            lock (gate)
            {
                if (!entered.Add(letter.Id))
                {
                    continue;
                }
            }

            if (letters.BodyOf(letter.Id) is { } body)
            {
                Enter(letter, body);
            }
        }
    }

    private void Enter(DeadLetter letter, ReadOnlyMemory<byte> body)
    {
        if (DeadLetterBody.Read(letter, body) is not { } read)
        {
            BodyUnreadable(logger, letter.Id);
            return;
        }

        var (delivery, message) = read;
        var waiting = new WaitingEvent(tally: null, ordinal: 0);
        waiting.Turn = new EventTurn(waiting) { Message = message, Delivery = delivery, Letter = letter };
        lanes.Add(LaneKey.Of(letter.Endpoint, message), waiting);
    }

    [LoggerMessage(1522, LogLevel.Error, "Dead letter {LetterId} was to be replayed, and its body cannot be read")]
    private static partial void BodyUnreadable(ILogger logger, Guid letterId);
}
