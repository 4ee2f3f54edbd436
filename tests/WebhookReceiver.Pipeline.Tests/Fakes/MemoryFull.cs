namespace WebhookReceiver.Pipeline.Tests.Fakes;

/// <summary>What the runtime throws when there is no memory left for a moment.</summary>
internal static class MemoryFull
{
    public static Exception Exception() => new InsufficientMemoryException("There is no memory left, as the test wants it.");
}
