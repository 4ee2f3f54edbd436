using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using WebhookReceiver.Inbox.OnDisk;

namespace WebhookReceiver.Inbox;

/// <summary>The stores, and the choice between them by <c>Inbox:Store</c>.</summary>
internal static class InboxServices
{
    public static void AddInbox(this IServiceCollection services)
    {
        services.AddSingleton<MemoryInbox>();
        services.AddSingleton<MemoryDeliverySource>();
        services.AddSingleton<MemoryOutcomes>();
        services.AddJournal();

        services.AddSingleton(Chosen<IInbox, JournalInbox, MemoryInbox>);
        services.AddSingleton(Chosen<IDeliverySource, DeliveryFeed, MemoryDeliverySource>);
        services.AddSingleton(Chosen<IOutcomes, OutcomeJournal, MemoryOutcomes>);
        services.AddSingleton(Chosen<IDeadLetters, OutcomeJournal, MemoryOutcomes>);

        // Before the worker, so that it is stopped after it.
        services.AddHostedService<InboxService>();
        services.AddHealthChecks().AddCheck<InboxHealthCheck>("inbox");
    }

    private static TService Chosen<TService, TJournal, TMemory>(IServiceProvider provider)
        where TService : class
        where TJournal : class, TService
        where TMemory : class, TService =>
        provider.GetRequiredService<IOptions<InboxOptions>>().Value.IsJournal
            ? provider.GetRequiredService<TJournal>()
            : provider.GetRequiredService<TMemory>();
}
