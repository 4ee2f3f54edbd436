using Xunit;

namespace WebhookReceiver.Tests.Receiving;

/// <summary>How long a test waits for what should happen: far longer than it takes on a busy machine, but not forever, so that a broken promise fails the test.</summary>
internal static class Patience
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    /// <summary>A token that is cancelled with the run, or when the time is over.</summary>
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
