using WebhookReceiver.Verification;

namespace WebhookReceiver.Endpoints;

/// <summary>
/// How much memory the bodies may take that are still arriving and therefore not verified: many strangers with large bodies must not
/// fill the process. The first block of each is free, so that they cannot crowd out ordinary notifications either.
/// </summary>
internal sealed class BodyBudget
{
    public const long Bytes = 64 * 1024 * 1024;

    private long inUse;

    /// <summary>Raises what one body has <paramref name="taken"/> to its <paramref name="capacity"/>; false if that is too much for all.</summary>
    public bool TryTake(int capacity, ref long taken)
    {
        var more = Math.Max(0, capacity - ReceivedBody.FirstBlock) - taken;

        if (more <= 0)
        {
            return true;
        }

        if (Interlocked.Add(ref inUse, more) > Bytes)
        {
            Interlocked.Add(ref inUse, -more);
            return false;
        }

        taken += more;
        return true;
    }

    public void Release(long taken)
    {
        if (taken > 0)
        {
            Interlocked.Add(ref inUse, -taken);
        }
    }
}
