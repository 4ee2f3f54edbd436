namespace WebhookReceiver.Tests.Durability.Harness;

/// <summary>
/// I3 for processes that share the conversations. An event is handled again, or in two of them at once, only when the earlier attempt was in flight while its process died or was
/// cut off, so that another took its conversations: that attempt began before the end of the cut, and ended after its beginning or not long before. Each such loss repeats at most
/// <see cref="LedgerJudge.MostRepeatsPerDeath"/> events, and every attempt has a number of its own, which grows with the owner. Nothing is repeated for an orderly end.
/// </summary>
internal static class SharedRepeats
{
    public static int Judge(LedgerEvidence evidence, IReadOnlyList<OwnershipLoss> cuts, List<string> violations)
    {
        var deaths = evidence.Ends.Where(static end => end.How is not EndOfLife.Orderly).Select(static end => new OwnershipLoss(end.Life, end.At, end.At));
        var losses = cuts.Concat(deaths).ToLookup(static loss => loss.Life);
        var repeated = new Dictionary<OwnershipLoss, int>();
        var repeats = 0;

        foreach (var of in evidence.Ledger.GroupBy(static entry => entry.MessageId, StringComparer.Ordinal))
        {
            var attempts = of.GroupBy(static entry => (entry.Attempt, entry.Life)).Select(static entries => Attempt.Of([.. entries])).OrderBy(static attempt => attempt.Number).ToList();
            repeats += Math.Max(0, attempts.Count(static attempt => attempt.HasSucceeded) - 1);

            if (attempts.DistinctBy(static attempt => attempt.Number).Count() < attempts.Count || attempts.Exists(static attempt => attempt.IsTwice))
            {
                violations.Add($"I3 attempts with one number: {of.Key}, {string.Join(", ", attempts)}");
                continue;
            }

            for (var index = 1; index < attempts.Count; index++)
            {
                var (before, after) = (attempts[index - 1], attempts[index]);

                // What failed is tried again by design, but not while it runs.
                if (before is { HasFailed: true } && before.Ended <= after.Began)
                {
                    continue;
                }

                if (losses[before.Life].FirstOrDefault(loss => Explains(loss, before, after)) is { } loss)
                {
                    repeated[loss] = repeated.GetValueOrDefault(loss) + (before.HasSucceeded ? 1 : 0);
                }
                else
                {
                    violations.Add($"I3 handled again, and nothing had happened to the earlier attempt: {of.Key}, {before}, then {after}");
                }
            }
        }

        violations.AddRange(repeated
            .Where(static loss => loss.Value > LedgerJudge.MostRepeatsPerDeath)
            .Select(static loss => $"I3 {loss.Value} handled again after the loss of life {loss.Key.Life}, {LedgerJudge.MostRepeatsPerDeath} allowed"));
        return repeats;
    }

    private static bool Explains(OwnershipLoss loss, Attempt before, Attempt after) =>
        before.Began <= loss.To && (before.Ended ?? DateTimeOffset.MaxValue) >= loss.From - LedgerJudge.InFlight && after.Began >= loss.From;

    /// <summary>One attempt to handle a message.</summary>
    private sealed record Attempt(int Number, int Life, DateTimeOffset Began, DateTimeOffset? Ended, bool HasSucceeded, bool HasFailed, bool IsTwice)
    {
        public static Attempt Of(List<LedgerEntry> entries)
        {
            var end = entries.Find(static entry => entry.Step is not LedgerStep.Began);
            return new Attempt(
                entries[0].Attempt,
                entries[0].Life,
                entries.Min(static entry => entry.At),
                end?.At,
                end?.Step is LedgerStep.Ended,
                end?.Step is LedgerStep.Failed,
                entries.Count(static entry => entry.Step is LedgerStep.Began) > 1);
        }

        public override string ToString() => $"attempt {Number} in life {Life} from {Began:HH:mm:ss.fff} to {Ended?.ToString("HH:mm:ss.fff", null) ?? "?"}";
    }
}
