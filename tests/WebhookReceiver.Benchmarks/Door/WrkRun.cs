namespace WebhookReceiver.Benchmarks;

/// <summary>What wrk saw in one run, as <c>walk.lua</c> prints it.</summary>
/// <param name="Requests">Every answer, refusals included.</param>
/// <param name="Refused">Answers of status 400 and above.</param>
/// <param name="SocketErrors">Connections refused, reset or timed out.</param>
/// <param name="Microseconds">How long the run really took.</param>
/// <param name="P50Microseconds">Half of the answers, refusals included, came within this time.</param>
/// <param name="P99Microseconds">And 99 of 100 within this one.</param>
internal sealed record WrkRun(long Requests, long Refused, long SocketErrors, long Microseconds, long P50Microseconds, long P99Microseconds)
{
    public double AnsweredPerSecond => (Requests - Refused) * 1e6 / Microseconds;
}
