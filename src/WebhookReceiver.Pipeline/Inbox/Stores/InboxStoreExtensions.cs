using Microsoft.Extensions.DependencyInjection;

namespace WebhookReceiver.Inbox;

/// <summary>Registers a store, from any project.</summary>
internal static class InboxStoreExtensions
{
    /// <summary>Adds a store that <c>Inbox:Store</c> can name. It replaces an earlier store of the same name.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="name">The name.</param>
    /// <param name="store">The store, whose parts are registered as services.</param>
    public static IServiceCollection AddInboxStore(this IServiceCollection services, string name, InboxStore store) =>
        services.AddSingleton(new NamedInboxStore(name, store));

    /// <summary>The store with that name; null when there is none.</summary>
    public static NamedInboxStore? Named(this IEnumerable<NamedInboxStore> stores, string name) =>
        stores.LastOrDefault(store => store.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
}
