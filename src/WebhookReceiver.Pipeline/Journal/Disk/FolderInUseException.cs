namespace WebhookReceiver.Journal.Disk;

/// <summary>Another process holds the folder; the message names it.</summary>
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
