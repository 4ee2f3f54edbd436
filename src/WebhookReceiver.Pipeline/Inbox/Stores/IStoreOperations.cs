namespace WebhookReceiver.Inbox;

/// <summary>
/// What a store answers to operators, beside its <see cref="IDeadLetters"/>. From any thread, while deliveries are accepted and handled. How a store divides what it keeps is
/// its own affair: a part is a file of a journal, or a day's partition of a table; a record is a frame, or a row. Names and numbers of parts, records and deliveries mean
/// something to the store alone; here they are shown and given back.
/// </summary>
internal interface IStoreOperations
{
    /// <summary>Whether it can be asked anything: not while it is recovered at the start, and not once it stops.</summary>
    bool IsOpen { get; }

    /// <summary>Whether deliveries outlast the process. Else there is nothing to verify, to export or to search, and none of these is called.</summary>
    bool IsDurable { get; }

    ValueTask<StoreStatus> StatusAsync(CancellationToken cancellationToken = default);

    /// <summary>Reads all that is kept, changes nothing and blocks nothing.</summary>
    /// <exception cref="InvalidDataException">A newer version wrote some of it.</exception>
    /// <exception cref="IOException">Some of it cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">Some of it may not be read.</exception>
    ValueTask<StoreVerification> VerifyAsync(CancellationToken cancellationToken = default);

    /// <summary>The deliveries that are kept, in the order in which they were accepted, each read when it is asked for.</summary>
    /// <param name="range">Which.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    IAsyncEnumerable<StoredDelivery> ExportAsync(StoreRange range, CancellationToken cancellationToken = default);

    /// <summary>Looks through all that is kept, dead letters excepted, and says what holds something and until when.</summary>
    /// <param name="search">What is searched for.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <exception cref="IOException">Some of it cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">Some of it may not be read.</exception>
    ValueTask<StoreHoldings> SearchAsync(IStoreSearch search, CancellationToken cancellationToken = default);

    /// <summary>
    /// Writes nothing more to the part that deliveries are being added to, so that it can be deleted in its time. Nothing to do for a store whose parts end by themselves, or
    /// to which nothing is added now.
    /// </summary>
    ValueTask SealAsync(CancellationToken cancellationToken = default);
}

/// <summary>Which deliveries are meant.</summary>
/// <param name="From">From this number on.</param>
/// <param name="To">Up to this number, which is included.</param>
/// <param name="OnlyOpen">Only those of which something is still to be handled.</param>
internal sealed record StoreRange(long From, long To, bool OnlyOpen);
