namespace WebhookReceiver.Operators;

/// <summary>Another process has the inbox's folder: a service, most likely, that can be asked over HTTP.</summary>
public sealed class InboxInUseException : IOException
{
    /// <summary>An exception without details.</summary>
    public InboxInUseException()
    {
    }

    /// <summary>An exception that says who has it.</summary>
    public InboxInUseException(string message)
        : base(message)
    {
    }

    /// <summary>An exception that says who has it, and how that was found out.</summary>
    public InboxInUseException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
