using Microsoft.Extensions.Options;

namespace WebhookReceiver.Inbox;

/// <summary>The store that <c>Inbox:Store</c> has chosen, for those who need more of it than one of its parts.</summary>
internal sealed class ChosenStore(IServiceProvider services, IEnumerable<NamedInboxStore> stores, IOptions<InboxOptions> options)
{
    // A name that no store has was refused when the options were validated.
    private readonly NamedInboxStore chosen = stores.Named(options.Value.Store)!;

    public string Name => chosen.Name;

    public InboxStore Store => chosen.Store;

    /// <summary>Where it is, for the log; null for a store that is nowhere but in its process.</summary>
    public string? Location => Store.Location?.Invoke(services);

    /// <summary>The folder of its own in which it keeps everything; null for a store that has none.</summary>
    public IStoreFolder? Folder => Store.Folder?.Invoke(services);
}
