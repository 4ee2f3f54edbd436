using System.Net;
using WebhookReceiver.Tests.Durability.Harness;
using Xunit;

namespace WebhookReceiver.Tests.Durability;

/// <summary>What the judge allows to processes that share the conversations, and what it does not.</summary>
public sealed class SharedRepeatsTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);
    private static readonly LoadMessage Message = new("run", 3, 1, 200);

    /// <summary>Frozen from second 10 to second 30.</summary>
    private static readonly OwnershipLoss Frozen = new(1, Noon.AddSeconds(10), Noon.AddSeconds(30));

    [Fact]
    public void What_a_frozen_process_had_in_progress_may_be_handled_by_the_next_owner_and_finished_by_itself() =>
        Assert.Empty(Judge(Frozen, Began(1, 9, 1), Began(2, 21, 2), Ended(2, 22, 2), Ended(1, 31, 1)));

    [Fact]
    public void What_was_in_flight_at_a_death_may_be_handled_again() =>
        Assert.Empty(Judge(null, Began(1, 9, 1), Ended(1, 9.5, 1), Began(1001, 21, 2), Ended(1001, 22, 2)));

    [Fact]
    public void A_repetition_to_which_nothing_had_happened_is_detected() =>
        Shows(Judge(Frozen, Began(2, 9, 1), Ended(2, 9.5, 1), Began(1001, 21, 2), Ended(1001, 22, 2)));

    [Fact]
    public void A_repetition_of_what_had_ended_long_before_is_detected() =>
        Shows(Judge(Frozen, Began(1, 1, 1), Ended(1, 1.5, 1), Began(2, 21, 2), Ended(2, 22, 2)));

    [Fact]
    public void A_repetition_of_what_began_after_the_process_was_back_is_detected() =>
        Shows(Judge(Frozen, Began(1, 31, 1), Ended(1, 32, 1), Began(2, 33, 2), Ended(2, 34, 2)));

    [Fact]
    public void Two_attempts_with_one_number_are_detected() =>
        Shows(Judge(Frozen, Began(1, 9, 1), Ended(1, 31, 1), Began(2, 21, 1), Ended(2, 22, 1)));

    [Fact]
    public void Two_processes_in_one_event_at_the_same_time_are_detected() =>
        Shows(Judge(Frozen, Began(2, 9, 1), Began(1001, 9.5, 2), Ended(2, 10, 1), Ended(1001, 11, 2)));

    [Fact]
    public void A_failed_attempt_may_be_followed_by_another_elsewhere_but_not_while_it_runs()
    {
        Assert.Empty(Judge(Frozen, Began(2, 9, 1), Failed(2, 9.5, 1), Began(1001, 10, 2), Ended(1001, 11, 2)));
        Shows(Judge(Frozen, Began(2, 9, 1), Began(1001, 9.2, 2), Failed(2, 9.5, 1), Ended(1001, 11, 2)));
    }

    /// <summary>Life 1 dies at second 10 when no loss is given.</summary>
    private static List<string> Judge(OwnershipLoss? loss, params LedgerEntry[] ledger)
    {
        var violations = new List<string>();
        SharedRepeats.Judge(
            new LedgerEvidence
            {
                Sent = new Dictionary<string, LoadMessage>(StringComparer.Ordinal) { [Message.Id] = Message },
                Answers = [new LoadAnswer(Message.Id, HttpStatusCode.OK, Noon, Noon)],
                Ledger = ledger,
                Ends = loss is null ? [new LifeEnd(1, EndOfLife.InMidWork, Noon.AddSeconds(10)), new LifeEnd(2, EndOfLife.Orderly, Noon.AddSeconds(10))] : [],
            },
            loss is null ? [] : [loss],
            violations);
        return violations;
    }

    private static void Shows(List<string> violations) => Assert.StartsWith("I3", Assert.Single(violations), StringComparison.Ordinal);

    private static LedgerEntry Began(int life, double second, int attempt) => Entry(LedgerStep.Began, life, second, attempt);

    private static LedgerEntry Ended(int life, double second, int attempt) => Entry(LedgerStep.Ended, life, second, attempt);

    private static LedgerEntry Failed(int life, double second, int attempt) => Entry(LedgerStep.Failed, life, second, attempt);

    private static LedgerEntry Entry(LedgerStep step, int life, double second, int attempt) =>
        new(step, Message.Id, Message.Id, Message.Conversation, Message.Number, attempt, life, Message.TextHash, Noon.AddSeconds(second));
}
