using WebhookReceiver.WhatsApp;

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

    /// <summary>
    /// The stored deliveries, newest first, each read when it is enumerated. With a term, those that certainly do not have it are left out; the others may or may not have it.
    /// </summary>
    /// <param name="search">Which deliveries.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    IAsyncEnumerable<StoredDelivery> FindAsync(DeliverySearch search, CancellationToken cancellationToken = default);

    /// <summary>How far each of these events has progressed, in their order.</summary>
    ValueTask<IReadOnlyList<EventStanding>> StandingsAsync(IReadOnlyList<EventId> ids, CancellationToken cancellationToken = default);

    /// <summary>Everything recorded about an event that is still stored, oldest first.</summary>
    /// <param name="id">The event.</param>
    /// <param name="key">The event's key, by which its dead letters are found.</param>
    /// <param name="slot">The slot of its conversation.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <exception cref="IOException">Some of it cannot be read.</exception>
    ValueTask<IReadOnlyList<EventRecord>> HistoryAsync(EventId id, EventKey key, byte slot, CancellationToken cancellationToken = default);

    /// <summary>The people who were erased and of whom something may still be stored.</summary>
    /// <exception cref="IOException">That cannot be read.</exception>
    ValueTask<IReadOnlyList<ErasedPerson>> ErasedAsync(CancellationToken cancellationToken = default);

    /// <summary>Adds people who were erased. Completes when it is durable; <see cref="FindAsync"/> is not affected, its callers leave them out.</summary>
    /// <exception cref="IOException">That cannot be written.</exception>
    ValueTask AddErasedAsync(IReadOnlyList<ErasedPerson> people, CancellationToken cancellationToken = default);

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
