namespace WebhookReceiver.Inbox;

/// <summary>
/// A folder on this machine in which a store keeps what people wrote, held by one process at a time. Read access to it proves that the caller is the operator.
/// </summary>
internal interface IStoreFolder
{
    string Path { get; }

    /// <summary>Completes when this process holds the folder; never completes if it does not get it.</summary>
    Task Taken { get; }

    /// <summary>Writes a small file with that name, readable by its owner only, durably and atomically: nobody sees a half-written file.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">Access is denied.</exception>
    void Write(string name, ReadOnlySpan<byte> content);

    /// <summary>Deletes the file with that name, if it exists.</summary>
    /// <exception cref="IOException">It cannot be deleted.</exception>
    /// <exception cref="UnauthorizedAccessException">Access is denied.</exception>
    void Delete(string name);
}
