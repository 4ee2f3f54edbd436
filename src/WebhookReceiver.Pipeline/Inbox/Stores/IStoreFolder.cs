namespace WebhookReceiver.Inbox;

/// <summary>A folder on this machine in which a store keeps what people wrote, and which one process has at a time: who may read it is the operator.</summary>
internal interface IStoreFolder
{
    string Path { get; }

    /// <summary>Completes when the folder belongs to this process. Never, when it does not come to that.</summary>
    Task Taken { get; }

    /// <summary>Writes a small file of that name, for its owner alone: durably, and so that nobody reads half of it.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    void Write(string name, ReadOnlySpan<byte> content);

    /// <summary>Deletes the file of that name, if there is one.</summary>
    /// <exception cref="IOException">It cannot be deleted.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be deleted.</exception>
    void Delete(string name);
}
