namespace WebhookReceiver.Operators;

/// <summary>Another process has the inbox's folder open: most likely a service, which can be asked over HTTP instead.</summary>
public sealed class InboxInUseException : IOException
{
    /// <summary>An exception without details.</summary>
    public InboxInUseException()
    {
    }

    /// <summary>An exception that names the other process.</summary>
    public InboxInUseException(string message)
        : base(message)
    {
    }

    /// <summary>An exception that names the other process, with the error that revealed it.</summary>
    public InboxInUseException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
