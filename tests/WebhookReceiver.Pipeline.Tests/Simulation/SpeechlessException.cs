namespace WebhookReceiver.Pipeline.Tests.Simulation;

/// <summary>An exception of a user whose message throws.</summary>
public sealed class SpeechlessException : Exception
{
    public SpeechlessException()
    {
    }

    public SpeechlessException(string message)
        : base(message)
    {
    }

    public SpeechlessException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    public override string Message => throw new InvalidOperationException("There is nothing to say.");
}
