namespace WebhookReceiver.Inbox;

/// <summary>Another process holds a store that only one process may use; the message names that process.</summary>
internal sealed class StoreInUseException : IOException
{
    public StoreInUseException()
    {
    }

    public StoreInUseException(string message)
        : base(message)
    {
    }

    public StoreInUseException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
