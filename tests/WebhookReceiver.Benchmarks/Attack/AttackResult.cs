namespace WebhookReceiver.Benchmarks;

/// <summary>What one case measured; memory in MB.</summary>
/// <param name="Kept">Deliveries due during the attack, on kept connections.</param>
/// <param name="New">The same, each on a new connection.</param>
/// <param name="KeptAfter">Deliveries on kept connections that were due after the attack, if there were any.</param>
/// <param name="Before">The memory before the attack, under genuine traffic.</param>
/// <param name="Peak">The most during the attack.</param>
/// <param name="After">Some time after it; not a number when the process has died.</param>
/// <param name="ExitCode">Of a receiver that died; else null.</param>
/// <param name="Outcome">What the attack reports of itself.</param>
internal sealed record AttackResult(
    GenuineFigures Kept, GenuineFigures New, GenuineFigures KeptAfter, double Before, double Peak, double After, int? ExitCode, AttackOutcome Outcome);
