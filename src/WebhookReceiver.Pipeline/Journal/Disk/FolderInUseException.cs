namespace WebhookReceiver.Journal.Disk;

/// <summary>Another process has a folder; the message says which.</summary>
internal sealed class FolderInUseException : IOException
{
    public FolderInUseException()
    {
    }

    public FolderInUseException(string message)
        : base(message)
    {
    }

    public FolderInUseException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
