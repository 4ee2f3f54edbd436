namespace WebhookReceiver.Inbox;

/// <summary>
/// A store that <c>Inbox:Store</c> can name: how its parts are made, and what it says about itself. A part is made when the store has been chosen and not before. The project
/// that adds a store registers its parts as services and describes them here; no other room asks which store it is.
/// </summary>
internal sealed record InboxStore
{
    /// <summary>Where deliveries are accepted. A store that has to be started and stopped makes this part an <c>IHostedService</c>.</summary>
    public required Func<IServiceProvider, IInbox> Inbox { get; init; }

    public required Func<IServiceProvider, IDeliverySource> Source { get; init; }

    public required Func<IServiceProvider, IOutcomes> Outcomes { get; init; }

    public required Func<IServiceProvider, IDeadLetters> DeadLetters { get; init; }

    public required Func<IServiceProvider, IStoreOperations> Operations { get; init; }

    /// <summary>Where the store is, for the first line of the log; null for a store that is nowhere but in its process.</summary>
    public Func<IServiceProvider, string>? Location { get; init; }

    /// <summary>The folder of its own in which the store keeps everything; null for a store that has none.</summary>
    public Func<IServiceProvider, IStoreFolder>? Folder { get; init; }

    /// <summary>How a command opens the store of a stopped service; null where only the service has anything.</summary>
    public Func<IServiceProvider, IStoppedStore>? Stopped { get; init; }

    /// <summary>Whether there is an inbox of this store in a directory, for programs that have no services; null for a store that is in no directory.</summary>
    public Func<string, bool>? IsInDirectory { get; init; }
}

/// <summary>A store under the name by which <c>Inbox:Store</c> chooses it.</summary>
/// <param name="Name">The name; case does not matter when it is chosen.</param>
/// <param name="Store">The store.</param>
internal sealed record NamedInboxStore(string Name, InboxStore Store);
