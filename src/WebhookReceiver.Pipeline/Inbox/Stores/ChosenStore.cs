using Microsoft.Extensions.Options;

namespace WebhookReceiver.Inbox;

/// <summary>The store chosen by <c>Inbox:Store</c>, for callers that need more than one of its parts.</summary>
internal sealed class ChosenStore(IServiceProvider services, IEnumerable<NamedInboxStore> stores, IOptions<InboxOptions> options)
{
    // Validation of the options has already rejected an unknown name.
    private readonly NamedInboxStore chosen = stores.Named(options.Value.Store)!;

    public string Name => chosen.Name;

    public InboxStore Store => chosen.Store;

    /// <summary>Its location, for the log; null for a store that exists only in its process.</summary>
    public string? Location => Store.Location?.Invoke(services);

    /// <summary>The folder in which it keeps everything; null for a store without one.</summary>
    public IStoreFolder? Folder => Store.Folder?.Invoke(services);
}
