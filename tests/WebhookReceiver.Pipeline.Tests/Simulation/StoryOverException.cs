namespace WebhookReceiver.Pipeline.Tests.Simulation;

/// <summary>Ends code that is still running when its life or the story is over.</summary>
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
