using Xunit;

namespace WebhookReceiver.Tests.Receiving;

/// <summary>How long a test waits for what should happen: far longer than it takes on a busy machine, and not for ever, so that a promise that is broken turns red.</summary>
internal static class Patience
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>A token that fires when the run is cancelled, or when the time from now is over.</summary>
    public static CancellationToken Token
    {
        get
        {
            var source = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            source.CancelAfter(Limit);
            return source.Token;
        }
    }
}
