using System.Net;
using System.Text.Json;
using WebhookReceiver.Tests.Durability.Harness;
using WebhookReceiver.Tests.Receiving;
using Xunit;

namespace WebhookReceiver.Tests.Durability;

/// <summary>A judge that finds nothing proves nothing: each kind of violation must be detected on its own. Every case breaks one thing in a clean run across one crash.</summary>
public sealed class LedgerJudgeTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Death = Noon.AddSeconds(10);
    private static readonly LoadMessage First = new("run", 3, 1, 200);
    private static readonly LoadMessage Second = new("run", 3, 2, 300);

    [Fact]
    public void A_clean_run_has_no_violations() => Assert.Empty(Judge(Clean()));

    [Fact]
    public void What_was_in_flight_at_a_crash_may_be_handled_again() =>
        Assert.Empty(Judge(Clean() with { Ledger = [Ended(First, 1, 9.9), Ended(First, 2, 11, attempt: 2), Ended(Second, 2, 12)] }));

    [Fact]
    public void A_power_cut_may_lose_the_count_of_attempts() => Assert.Empty(Judge(Clean() with
    {
        Ledger = [Ended(First, 1, 9.9), Ended(First, 2, 11, attempt: 1), Ended(Second, 2, 12)],
        Ends = [new LifeEnd(1, EndOfLife.PowerLost, Death)],
    }));

    [Fact]
    public void A_repetition_of_what_ended_long_before_a_power_cut_is_detected() => Shows("I3", Clean() with
    {
        Ledger = [Ended(First, 1, 2), Ended(First, 2, 11, attempt: 2), Ended(Second, 2, 12)],
        Ends = [new LifeEnd(1, EndOfLife.PowerLost, Death)],
    });

    [Fact]
    public void Unacknowledged_messages_may_be_missing() =>
        Assert.Empty(Judge(Clean() with { Answers = [Acknowledged(First, 1)], Ledger = [Ended(First, 1, 2)], EventLog = [Line(First)] }));

    [Fact]
    public void A_dead_letter_is_not_a_loss() =>
        Assert.Empty(Judge(Clean() with { Ledger = [Ended(First, 1, 2)], DeadLettered = new HashSet<string>(StringComparer.Ordinal) { Second.Id } }));

    [Fact]
    public void A_loss_is_detected() => Shows("I1/I2", Clean() with { Ledger = [Ended(First, 1, 2)] });

    [Fact]
    public void A_handling_that_only_began_is_a_loss() =>
        Shows("I1/I2", Clean() with { Ledger = [Ended(First, 1, 2), Ended(Second, 1, 3) with { Step = LedgerStep.Began }] });

    [Fact]
    public void A_loss_in_the_event_log_is_detected() => Shows("I1/I2", Clean() with { EventLog = [Line(First)] });

    [Fact]
    public void A_repetition_within_one_life_is_detected() => Shows("I3", Clean() with { Ledger = [Ended(First, 1, 2), Ended(First, 1, 2.1, attempt: 2), Ended(Second, 2, 12)] });

    [Fact]
    public void A_repetition_of_what_ended_long_before_a_crash_is_detected() =>
        Shows("I3", Clean() with { Ledger = [Ended(First, 1, 2), Ended(Second, 1, 9.9), Ended(First, 2, 11, attempt: 2)] });

    [Fact]
    public void A_repetition_after_an_orderly_end_is_detected() => Shows("I3", Clean() with
    {
        Ledger = [Ended(First, 1, 9.9), Ended(First, 2, 11, attempt: 2), Ended(Second, 2, 12)],
        Ends = [new LifeEnd(1, EndOfLife.Orderly, Death)],
    });

    [Fact]
    public void A_repetition_counted_as_the_first_attempt_is_detected() =>
        Shows("I3", Clean() with { Ledger = [Ended(First, 1, 9.9), Ended(First, 2, 11, attempt: 1), Ended(Second, 2, 12)] });

    [Fact]
    public void More_repetitions_than_can_have_been_in_flight_are_detected()
    {
        var many = Enumerable.Range(1, LedgerJudge.MostRepeatsPerDeath + 1).Select(static conversation => new LoadMessage("run", conversation, 1, 100)).ToList();

        Shows("I3", Clean() with
        {
            Sent = many.ToDictionary(static message => message.Id, StringComparer.Ordinal),
            Answers = [],
            Ledger = [.. many.Select(static message => Ended(message, 1, 9.9)), .. many.Select(static message => Ended(message, 2, 11, attempt: 2))],
            EventLog = null,
        });
    }

    [Fact]
    public void Two_keys_for_one_message_are_detected() =>
        Shows("I3", Clean() with { Ledger = [Ended(First, 1, 9.9), Ended(First, 2, 11, attempt: 2) with { Key = "another" }, Ended(Second, 2, 12)] });

    [Fact]
    public void One_key_for_two_messages_is_detected() =>
        Shows("I3", Clean() with { Ledger = [Ended(First, 1, 2), Ended(Second, 1, 3) with { Key = First.Id }] });

    [Fact]
    public void Repeated_lines_in_the_event_log_without_a_crash_are_detected() =>
        Shows("I3", Clean() with { EventLog = [Line(First), Line(First), Line(Second)], Ends = [] });

    [Fact]
    public void A_wrong_order_is_detected() => Shows("I4", Clean() with { Ledger = [Ended(Second, 1, 2), Ended(First, 1, 3)] });

    [Fact]
    public void A_wrong_order_in_the_event_log_is_detected() => Shows("I4", Clean() with { EventLog = [Line(Second), Line(First)] });

    [Fact]
    public void A_200_while_nothing_was_durable_is_detected() =>
        Shows("I5", Clean() with { NothingSafe = [(Noon.AddSeconds(0.5), Noon.AddSeconds(5))] });

    [Fact]
    public void A_message_that_nobody_sent_is_detected() => Shows("I8", Clean() with { Ledger = [Ended(First, 1, 2), Ended(Second, 1, 3), Ended(new LoadMessage("run", 9, 9, 90), 1, 4)] });

    [Fact]
    public void A_line_in_the_event_log_that_nobody_sent_is_detected() =>
        Shows("I8", Clean() with { EventLog = [Line(First), Line(Second), Line(new LoadMessage("run", 9, 9, 90))] });

    [Fact]
    public void Foreign_bytes_in_a_text_are_detected() => Shows("I8", Clean() with { Ledger = [Ended(First, 1, 2), Ended(Second, 1, 3) with { TextHash = First.TextHash }] });

    private static LedgerEvidence Clean() => new()
    {
        Sent = new Dictionary<string, LoadMessage>(StringComparer.Ordinal) { [First.Id] = First, [Second.Id] = Second },
        Answers = [Acknowledged(First, 1), Acknowledged(Second, 2)],
        Ledger = [Ended(First, 1, 2), Ended(Second, 1, 3)],
        EventLog = [Line(First), Line(Second)],
        Ends = [new LifeEnd(1, EndOfLife.InMidWork, Death)],
    };

    private static IReadOnlyList<string> Judge(LedgerEvidence evidence) => LedgerJudge.Judge(evidence).Violations;

    /// <summary>Expects this kind of violation, and no other.</summary>
    private static void Shows(string invariant, LedgerEvidence evidence)
    {
        var violations = Judge(evidence);

        Assert.NotEmpty(violations);
        Assert.All(violations, violation => Assert.StartsWith(invariant, violation, StringComparison.Ordinal));
    }

    private static LoadAnswer Acknowledged(LoadMessage message, double second) =>
        new(message.Id, HttpStatusCode.OK, Noon.AddSeconds(second), Noon.AddSeconds(second + 0.01));

    private static LedgerEntry Ended(LoadMessage message, int life, double second, int attempt = 1) =>
        new(LedgerStep.Ended, message.Id, message.Id, message.Conversation, message.Number, attempt, life, message.TextHash, Noon.AddSeconds(second));

    private static EventLogEntry Line(LoadMessage message) =>
        new(JsonDocument.Parse($$$"""{"key":"{{{message.Id}}}","conversation":"{{{message.From}}}","event":{"id":"{{{message.Id}}}"}}""").RootElement);
}
