using System.Globalization;
using WebhookReceiver.Tests.Receiving;

namespace WebhookReceiver.Tests.Durability.Harness;

/// <summary>
/// Compares what was sent and answered with what was handled. The promises have the numbers of <c>tests/README.md</c>: I1 and I2 nothing acknowledged is
/// lost, I3 once-only effect, I4 order, I5 no false 200, I8 nothing that nobody sent.
/// </summary>
internal static class LedgerJudge
{
    /// <summary>How much may be in progress at a crash: <c>Dispatch:Concurrency</c> calls of the one handler, one batch started ahead, and a margin.</summary>
    public const int MostRepeatsPerDeath = 64;

    /// <summary>
    /// An outcome is written within 100 ms and synced within a second. What ended longer than this before a crash was no longer in
    /// flight. The value is generous, because the machine may be busy.
    /// </summary>
    public static readonly TimeSpan InFlight = TimeSpan.FromSeconds(3);

    public static LedgerVerdict Judge(LedgerEvidence evidence)
    {
        var violations = new List<string>();
        var successes = evidence.Ledger.Where(static entry => entry.Step is LedgerStep.Ended).ToList();
        var handled = successes.Select(static entry => entry.MessageId).ToHashSet(StringComparer.Ordinal);
        var acknowledged = evidence.Answers.Where(static answer => answer.IsAcknowledged).Select(static answer => answer.MessageId).ToHashSet(StringComparer.Ordinal);

        var lost = acknowledged.Where(id => !handled.Contains(id) && !evidence.DeadLettered.Contains(id)).ToList();
        Add(violations, $"I1/I2 acknowledged, and neither handled nor dead-lettered ({When(evidence, lost)})", lost);

        var repeats = evidence.Losses is { } losses ? SharedRepeats.Judge(evidence, losses, violations) : Repeats(evidence, successes, violations);
        Keys(evidence, violations);
        Order(successes, violations);
        Answers(evidence, violations);
        Origin(evidence, violations);

        if (evidence.EventLog is not null)
        {
            EventLog(evidence, evidence.EventLog, acknowledged, violations);
        }

        return new LedgerVerdict(
            violations,
            $"{evidence.Sent.Count} sent, {acknowledged.Count} acknowledged, {lost.Count} lost, {handled.Count} handled, {repeats} handled again, "
            + $"{evidence.Ends.Count(static end => end.How is not EndOfLife.Orderly)} deaths, {evidence.Answers.Count} requests");
    }

    /// <summary>I3. A success is repeated only across a crash, only if it was in flight then, and not too often.</summary>
    private static int Repeats(LedgerEvidence evidence, List<LedgerEntry> successes, List<string> violations)
    {
        var ends = evidence.Ends.ToDictionary(static end => end.Life);
        var perDeath = new Dictionary<int, int>();
        var repeats = 0;

        foreach (var of in successes.GroupBy(static entry => entry.MessageId, StringComparer.Ordinal))
        {
            var inOrder = of.ToList();
            repeats += inOrder.Count - 1;

            for (var i = 1; i < inOrder.Count; i++)
            {
                var (before, after) = (inOrder[i - 1], inOrder[i]);

                if (before.Life == after.Life)
                {
                    violations.Add($"I3 handled twice in one life: {of.Key} in life {after.Life}");
                }
                else if (!ends.TryGetValue(before.Life, out var end) || end.How is EndOfLife.Orderly)
                {
                    violations.Add($"I3 handled again after an orderly end: {of.Key} in lives {before.Life} and {after.Life}");
                }
                else if (end.At - before.At > InFlight)
                {
                    violations.Add($"I3 handled again although it had ended {(end.At - before.At).TotalSeconds:F1} s before the death of life {before.Life}: {of.Key}");
                }
                else if (end.How is not EndOfLife.PowerLost)
                {
                    perDeath[before.Life] = perDeath.GetValueOrDefault(before.Life) + 1;

                    if (after.Attempt <= before.Attempt)
                    {
                        violations.Add($"I3 handled again, but counted as attempt {after.Attempt} after {before.Attempt}: {of.Key}");
                    }
                }
            }
        }

        violations.AddRange(perDeath
            .Where(static death => death.Value > MostRepeatsPerDeath)
            .Select(static death => $"I3 {death.Value} handled again after the death of life {death.Key}, {MostRepeatsPerDeath} allowed"));

        return repeats;
    }

    /// <summary>The same event has the same key in every life; different events have different keys.</summary>
    private static void Keys(LedgerEvidence evidence, List<string> violations)
    {
        violations.AddRange(evidence.Ledger.GroupBy(static entry => entry.MessageId, StringComparer.Ordinal)
            .Where(static of => of.DistinctBy(static entry => entry.Key, StringComparer.Ordinal).Count() > 1)
            .Select(static of => $"I3 several keys for {of.Key}"));
        violations.AddRange(evidence.Ledger.GroupBy(static entry => entry.Key, StringComparer.Ordinal)
            .Where(static of => of.DistinctBy(static entry => entry.MessageId, StringComparer.Ordinal).Count() > 1)
            .Select(static of => $"I3 one key for several messages: {of.Key}"));
    }

    /// <summary>I4. The first successes of a conversation are in the order in which its messages were accepted.</summary>
    private static void Order(List<LedgerEntry> successes, List<string> violations)
    {
        foreach (var conversation in successes.GroupBy(static entry => entry.Conversation))
        {
            var before = 0;

            foreach (var entry in conversation.DistinctBy(static entry => entry.MessageId, StringComparer.Ordinal))
            {
                if (entry.Number < before)
                {
                    violations.Add($"I4 number {entry.Number} of conversation {entry.Conversation} was handled after number {before}");
                }

                before = Math.Max(before, entry.Number);
            }
        }
    }

    /// <summary>I5.</summary>
    private static void Answers(LedgerEvidence evidence, List<string> violations) =>
        Add(
            violations,
            "I5 acknowledged while nothing could be made safe",
            [.. evidence.Answers
                .Where(answer => answer.IsAcknowledged && evidence.NothingSafe.Any(span => answer.SentAt >= span.From && answer.At <= span.To))
                .Select(static answer => answer.MessageId)]);

    /// <summary>I8.</summary>
    private static void Origin(LedgerEvidence evidence, List<string> violations)
    {
        foreach (var entry in evidence.Ledger.DistinctBy(static entry => (entry.MessageId, entry.TextHash, entry.Conversation, entry.Number)))
        {
            if (!evidence.Sent.TryGetValue(entry.MessageId, out var sent))
            {
                violations.Add($"I8 handled, but never sent: {entry.MessageId}");
            }
            else if (!string.Equals(entry.TextHash, sent.TextHash, StringComparison.Ordinal) || entry.Number != sent.Number || entry.Conversation != sent.Conversation)
            {
                violations.Add($"I8 not the text that was sent: {entry.MessageId}");
            }
        }
    }

    private static void EventLog(LedgerEvidence evidence, IReadOnlyList<EventLogEntry> log, HashSet<string> acknowledged, List<string> violations)
    {
        var lines = log.GroupBy(static line => line.MessageId ?? "", StringComparer.Ordinal).ToDictionary(static of => of.Key, static of => of.Count(), StringComparer.Ordinal);
        Add(violations, "I1/I2 acknowledged, and not in the event log", [.. acknowledged.Where(id => !lines.ContainsKey(id))]);
        Add(violations, "I8 in the event log, but never sent", [.. lines.Keys.Where(id => !evidence.Sent.ContainsKey(id))]);

        var repeats = lines.Values.Sum(static count => count - 1);
        var allowed = MostRepeatsPerDeath * evidence.Ends.Count(static end => end.How is EndOfLife.InMidWork);

        if (repeats > allowed && !evidence.Ends.Any(static end => end.How is EndOfLife.PowerLost))
        {
            violations.Add($"I3 {repeats} lines of the event log are repeated, {allowed} allowed");
        }

        foreach (var conversation in log.DistinctBy(static line => line.MessageId, StringComparer.Ordinal).GroupBy(static line => line.Conversation, StringComparer.Ordinal))
        {
            var numbers = conversation.Select(line => evidence.Sent.TryGetValue(line.MessageId ?? "", out var sent) ? sent.Number : 0).Where(static number => number > 0).ToList();

            if (!numbers.SequenceEqual(numbers.Order()))
            {
                violations.Add($"I4 the event log has conversation {evidence.Sent[conversation.First().MessageId!].Conversation} out of order");
            }
        }
    }

    /// <summary>The time of the last 200 for a lost message, relative to the faults: the first question after a loss.</summary>
    private static string When(LedgerEvidence evidence, List<string> lost)
    {
        var last = evidence.Answers.Where(answer => answer.IsAcknowledged && lost.Contains(answer.MessageId, StringComparer.Ordinal)).MaxBy(static answer => answer.At);
        var faults = evidence.NothingSafe.Select(static span => span.From).Concat(evidence.Ends.Select(static end => end.At));
        return last is null
            ? "none"
            : string.Create(
                CultureInfo.InvariantCulture,
                $"the last sent and acknowledged at ms from each fault: {string.Join(", ", faults.Select(fault => $"{(last.SentAt - fault).TotalMilliseconds:F0}..{(last.At - fault).TotalMilliseconds:F0}"))}");
    }

    private static void Add(List<string> violations, string what, List<string> ids)
    {
        if (ids.Count > 0)
        {
            violations.Add($"{what}: {ids.Count}, the first {string.Join(", ", ids.Take(5))}");
        }
    }
}
