using System.Net;

namespace WebhookReceiver.Senders;

/// <summary>
/// How often one sender may present a wrong token or key in a minute. It only decides whether a failure is answered with 429; a correct value is always accepted. Behind an
/// undeclared proxy everybody shares one address, so that a stranger could otherwise lock out Meta's handshake and the operators. Nothing is lost by that: the values cannot be guessed in
/// any number of attempts that a network carries, and a comparison costs one hash. The limit makes a caller that guesses, or has a wrong key in a loop, stop.
/// </summary>
/// <remarks>
/// The limiters of <c>System.Threading.RateLimiting</c> use the system clock, so no test could let a minute pass; a partitioned one maintains its
/// partitions with a timer every 100 ms, and limits their lifetime but not their number. One window for all senders needs neither, and is cleared as a whole.
/// </remarks>
internal sealed class FailureLimit(TimeProvider clock)
{
    public const int PerWindow = 30;

    public static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly Lock gate = new();
    private readonly AddressCounts counts = new();
    private long begun = clock.GetTimestamp();

    /// <summary>Counts a failure.</summary>
    /// <returns>When the limit is exceeded, after how many seconds the sender may fail again; otherwise null.</returns>
    public int? Failed(IPAddress? sender)
    {
        lock (gate)
        {
            var passed = clock.GetElapsedTime(begun);

            if (passed >= Window)
            {
                counts.Clear();
                begun = clock.GetTimestamp();
                passed = TimeSpan.Zero;
            }

            return counts.Add(sender) > PerWindow ? (int)Math.Ceiling((Window - passed).TotalSeconds) : null;
        }
    }
}
