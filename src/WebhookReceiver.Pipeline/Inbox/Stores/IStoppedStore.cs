namespace WebhookReceiver.Inbox;

/// <summary>
/// The store of a stopped service, opened for one command; a store that several processes share may be in use meanwhile. Once it is open, its outcomes and dead letters can be used as in a running service. Disposing makes
/// everything done durable and releases the store.
/// </summary>
internal interface IStoppedStore : IAsyncDisposable
{
    /// <summary>Claims the store and recovers it as the service does.</summary>
    /// <param name="isReadOnly">Whether the command only reads: then nothing is written, and only what can be shown is recovered.</param>
    /// <param name="cancellationToken">Cancels the wait for it.</param>
    /// <exception cref="StoreInUseException">Another process holds it.</exception>
    /// <exception cref="InvalidDataException">A newer version wrote it, or parts of it are missing.</exception>
    /// <exception cref="IOException">It cannot be read or written.</exception>
    /// <exception cref="UnauthorizedAccessException">Access is denied.</exception>
    Task<IStoreOperations> OpenAsync(bool isReadOnly, CancellationToken cancellationToken = default);

    /// <summary>Reads everything in the store without claiming it: a service may be using it.</summary>
    /// <exception cref="InvalidDataException">A newer version wrote it.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">Access is denied.</exception>
    Task<StoreVerification> VerifyAsync(CancellationToken cancellationToken = default);
}
