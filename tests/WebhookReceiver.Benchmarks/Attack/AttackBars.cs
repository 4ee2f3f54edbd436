using static System.FormattableString;

namespace WebhookReceiver.Benchmarks;

/// <summary>
/// What must hold during an attack. That the process survives, and the p99 on kept connections, are asked of all; the rest where there is a value.
/// </summary>
internal sealed record AttackBars
{
    private const double KeptP99 = 500;

    /// <summary>The smallest part of the genuine deliveries on kept connections that is answered with 200.</summary>
    public double? KeptShare { get; init; }

    /// <summary>The same of those that each have a new connection.</summary>
    public double? NewShare { get; init; }

    /// <summary>The most memory during the attack, in MB.</summary>
    public double? Peak { get; init; }

    /// <summary>The most memory some time after it, in MB.</summary>
    public double? After { get; init; }

    /// <summary>How much the memory may grow during the attack, in MB.</summary>
    public double? Growth { get; init; }

    /// <summary>How long neighbouring deliveries may take until they are handled, in milliseconds.</summary>
    public double? HandledP99 { get; init; }

    /// <returns>A line for each that does not hold.</returns>
    public IEnumerable<string> Missed(AttackResult result)
    {
        if (result.ExitCode is { } code)
        {
            yield return Invariant($"the process died with exit code {code}");
        }

        // Written so that a figure that is missing, because there was nothing to measure, misses its bar too.
        if (!(result.Kept.P99 < KeptP99))
        {
            yield return Invariant($"p99 on kept connections is {result.Kept.P99:F0} ms, bar < {KeptP99:F0} ms");
        }

        if (KeptShare is { } kept && !(result.Kept.Share >= kept))
        {
            yield return Invariant($"{result.Kept.Share:F3} are answered on kept connections, bar >= {kept}");
        }

        if (NewShare is { } fresh && !(result.New.Share >= fresh))
        {
            yield return Invariant($"{result.New.Share:F3} are answered on new connections, bar >= {fresh}");
        }

        if (Peak is { } peak && !(result.Peak < peak))
        {
            yield return Invariant($"the memory reached {result.Peak:F0} MB, bar < {peak:F0} MB");
        }

        if (After is { } after && result.ExitCode is null && !(result.After < after))
        {
            yield return Invariant($"the memory afterwards is {result.After:F0} MB, bar < {after:F0} MB");
        }

        if (Growth is { } growth && !(result.Peak - result.Before < growth))
        {
            yield return Invariant($"the memory grew by {result.Peak - result.Before:F0} MB, bar < {growth:F0} MB");
        }

        if (HandledP99 is { } handled && !(result.Outcome.HandledP99 < handled))
        {
            yield return Invariant($"p99 until neighbours are handled is {result.Outcome.HandledP99:F0} ms, bar < {handled:F0} ms");
        }
    }
}
