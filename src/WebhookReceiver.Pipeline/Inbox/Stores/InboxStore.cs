namespace WebhookReceiver.Inbox;

/// <summary>
/// A store that <c>Inbox:Store</c> can name: how to create its parts, and what it reports about itself. Parts are created only when the store has been chosen.
/// The project that adds a store registers its parts as services and describes them here; no other room asks which store it is.
/// </summary>
internal sealed record InboxStore
{
    /// <summary>Accepts deliveries. A store that has to be started and stopped makes this part an <c>IHostedService</c>.</summary>
    public required Func<IServiceProvider, IInbox> Inbox { get; init; }

    public required Func<IServiceProvider, IDeliverySource> Source { get; init; }

    public required Func<IServiceProvider, IOutcomes> Outcomes { get; init; }

    public required Func<IServiceProvider, IDeadLetters> DeadLetters { get; init; }

    public required Func<IServiceProvider, IStoreOperations> Operations { get; init; }

    /// <summary>Keeps what operators have done; null to keep it in the process.</summary>
    public Func<IServiceProvider, IAuditLog>? Audit { get; init; }

    /// <summary>Keeps which handlers are paused; null to keep it in the process.</summary>
    public Func<IServiceProvider, IHandlerPauses>? Pauses { get; init; }

    /// <summary>Where the store is, for the first log line; null for a store that exists only in its process.</summary>
    public Func<IServiceProvider, string>? Location { get; init; }

    /// <summary>The folder in which the store keeps everything; null for a store without one.</summary>
    public Func<IServiceProvider, IStoreFolder>? Folder { get; init; }

    /// <summary>How a command opens the store of a stopped service; null when the store exists only inside the service.</summary>
    public Func<IServiceProvider, IStoppedStore>? Stopped { get; init; }

    /// <summary>Brings the tables of a store in a database up to date, and returns the versions that were applied; null for a store without tables.</summary>
    public Func<IServiceProvider, CancellationToken, Task<IReadOnlyList<int>>>? Migrate { get; init; }

    /// <summary>Takes over what another store has exported; null for a store that cannot.</summary>
    public Func<IServiceProvider, IAsyncEnumerable<ImportedDelivery>, CancellationToken, Task<ImportCounts>>? Import { get; init; }

    /// <summary>
    /// Whether a directory contains an inbox of this store, for code that runs before services exist; null for a store that uses no directory.
    /// </summary>
    public Func<string, bool>? IsInDirectory { get; init; }
}

/// <summary>A store and the name by which <c>Inbox:Store</c> chooses it.</summary>
/// <param name="Name">The name, case-insensitive.</param>
/// <param name="Store">The store.</param>
internal sealed record NamedInboxStore(string Name, InboxStore Store);
