namespace WebhookReceiver.Pipeline.Tests.Simulation;

/// <summary>Ends what still runs when its life, or the whole story, is over.</summary>
public sealed class StoryOverException : Exception
{
    public StoryOverException()
        : this("The story is over.")
    {
    }

    public StoryOverException(string message)
        : base(message)
    {
    }

    public StoryOverException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
