namespace WebhookReceiver.Pipeline.Tests.Fakes;

/// <summary>The exception that the runtime throws when memory is short for a moment.</summary>
internal static class MemoryFull
{
    public static Exception Exception() => new InsufficientMemoryException("There is no memory left: injected by the test.");
}
