namespace WebhookReceiver.Inbox;

/// <summary>Another process has a store that belongs to one at a time; the message says which.</summary>
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
