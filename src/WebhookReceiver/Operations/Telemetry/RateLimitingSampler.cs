using OpenTelemetry.Trace;

namespace WebhookReceiver.Operations.Telemetry;

/// <summary>Records so many traces a second in the long run; what five quiet seconds have left over may be recorded at once. Thread-safe.</summary>
/// <remarks>
/// The bucket is one number: the moment from which on the traces are paid for that were begun. Each of them moves it by its share of a second, and it may be <see cref="SavedSeconds"/> ahead at most.
/// </remarks>
/// <param name="perSecond">How many.</param>
/// <param name="clock">The clock.</param>
internal sealed class RateLimitingSampler(double perSecond, TimeProvider clock) : Sampler
{
    private const int SavedSeconds = 5;

    private readonly long most = SavedSeconds * clock.TimestampFrequency;
    private readonly long share = Math.Max(1, (long)(clock.TimestampFrequency / perSecond));
    private long paid = long.MinValue;

    public override SamplingResult ShouldSample(in SamplingParameters samplingParameters) => new(TryTake() ? SamplingDecision.RecordAndSample : SamplingDecision.Drop);

    /// <returns>Whether there is one left to record.</returns>
    public bool TryTake()
    {
        var now = clock.GetTimestamp();
        var before = Volatile.Read(ref paid);

        while (true)
        {
            var after = Math.Max(before, now) + share;

            if (after > now + Math.Max(most, share))
            {
                return false;
            }

            var seen = Interlocked.CompareExchange(ref paid, after, before);

            if (seen == before)
            {
                return true;
            }

            before = seen;
        }
    }
}
