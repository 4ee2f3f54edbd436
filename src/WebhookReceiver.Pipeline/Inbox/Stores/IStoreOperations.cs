namespace WebhookReceiver.Inbox;

/// <summary>
/// What a store offers operators besides its <see cref="IDeadLetters"/>. Thread-safe, and usable while deliveries are accepted and handled. How a store
/// partitions its data is its own affair: a part is a journal file or a day's table partition; a record is a frame or a row. Only the store interprets the
/// names and numbers of parts, records and deliveries; callers display them and hand them back.
/// </summary>
internal interface IStoreOperations
{
    /// <summary>Whether it can answer requests: not during recovery at the start, and not once it is stopping.</summary>
    bool IsOpen { get; }

    /// <summary>Whether deliveries survive the process. If not, there is nothing to verify, export or search, and those methods are not called.</summary>
    bool IsDurable { get; }

    ValueTask<StoreStatus> StatusAsync(CancellationToken cancellationToken = default);

    /// <summary>Reads everything in the store, changes nothing and blocks nothing.</summary>
    /// <exception cref="InvalidDataException">A newer version wrote some of it.</exception>
    /// <exception cref="IOException">Some of it cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">Access to some of it is denied.</exception>
    ValueTask<StoreVerification> VerifyAsync(CancellationToken cancellationToken = default);

    /// <summary>The stored deliveries, in the order in which they were accepted, each read when it is enumerated.</summary>
    /// <param name="range">Which deliveries.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    IAsyncEnumerable<StoredDelivery> ExportAsync(StoreRange range, CancellationToken cancellationToken = default);

    /// <summary>Searches everything in the store except dead letters, and reports which parts hold a match and until when.</summary>
    /// <param name="search">What to search for.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    /// <exception cref="IOException">Some of it cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">Access to some of it is denied.</exception>
    ValueTask<StoreHoldings> SearchAsync(IStoreSearch search, CancellationToken cancellationToken = default);

    /// <summary>
    /// Ends the part that deliveries are currently written to, so that it can be deleted when it is due. A no-op for a store whose parts end by themselves or
    /// that is not being written.
    /// </summary>
    ValueTask SealAsync(CancellationToken cancellationToken = default);
}

/// <summary>A range of deliveries.</summary>
/// <param name="From">The first number.</param>
/// <param name="To">The last number, inclusive.</param>
/// <param name="OnlyOpen">Only deliveries that are not settled.</param>
internal sealed record StoreRange(long From, long To, bool OnlyOpen);
