using System.Net;

namespace WebhookReceiver.Senders;

/// <summary>
/// How often one sender may show a wrong token or key in a minute. It only decides whether a failure is answered with 429: the right one is always taken. Behind a proxy that is
/// not declared all share one address, and a stranger could otherwise keep Meta's handshake and the operators out. Nor is anything lost by that: the values cannot be guessed in
/// any number of attempts that a network carries, and comparing costs a hash. The limit tells whoever guesses, or has a wrong key in a loop, to stop.
/// </summary>
/// <remarks>
/// The limiters of <c>System.Threading.RateLimiting</c> measure by the clock of the process alone, so no test could let a minute pass; a partitioned one looks after its
/// partitions by a timer every 100 ms, and bounds their time and not their number. One window for all senders needs neither, and is emptied as a whole.
/// </remarks>
internal sealed class FailureLimit(TimeProvider clock)
{
    public const int PerWindow = 30;

    public static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly Lock gate = new();
    private readonly AddressCounts counts = new();
    private long begun = clock.GetTimestamp();

    /// <summary>Counts a failure.</summary>
    /// <returns>After how many seconds the sender may fail again when that was one too many; else null.</returns>
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
