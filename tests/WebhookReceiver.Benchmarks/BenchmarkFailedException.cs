namespace WebhookReceiver.Benchmarks;

/// <summary>The measurement cannot be made or cannot be trusted; the message says why and what to do, and is all that is shown.</summary>
internal sealed class BenchmarkFailedException : Exception
{
    public BenchmarkFailedException(string message)
        : base(message)
    {
    }

    public BenchmarkFailedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    public BenchmarkFailedException()
    {
    }
}
