namespace WebhookReceiver.Inbox;

/// <summary>
/// The store of a service that does not run, for one command. Once it is open the store's outcomes and dead letters can be used as in a service. When it is disposed of, what
/// was done is durable, and the store belongs to nobody.
/// </summary>
internal interface IStoppedStore : IAsyncDisposable
{
    /// <summary>Takes the store and recovers it as the service does.</summary>
    /// <param name="isReadOnly">Whether nothing is to be done with it: then nothing is written either, and only what is to be shown is recovered.</param>
    /// <param name="cancellationToken">Ends the wait for it.</param>
    /// <exception cref="StoreInUseException">Another process has it.</exception>
    /// <exception cref="InvalidDataException">A newer version wrote it, or parts of it are missing.</exception>
    /// <exception cref="IOException">It cannot be read or written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read or written.</exception>
    Task<IStoreOperations> OpenAsync(bool isReadOnly, CancellationToken cancellationToken = default);

    /// <summary>Reads all that is kept, without taking it: a service may be at work in it.</summary>
    /// <exception cref="InvalidDataException">A newer version wrote it.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    Task<StoreVerification> VerifyAsync(CancellationToken cancellationToken = default);
}
