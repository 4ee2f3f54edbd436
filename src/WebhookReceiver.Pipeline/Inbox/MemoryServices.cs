using Microsoft.Extensions.DependencyInjection;

namespace WebhookReceiver.Inbox;

/// <summary>The parts of the store <c>Memory</c>.</summary>
internal static class MemoryServices
{
    public static IServiceCollection AddMemory(this IServiceCollection services)
    {
        services.AddSingleton<MemoryInbox>();
        services.AddSingleton<MemoryDeliverySource>();
        services.AddSingleton<MemoryOutcomes>();
        services.AddSingleton<MemoryOperations>();

        return services.AddInboxStore("Memory", new InboxStore
        {
            Inbox = static provider => provider.GetRequiredService<MemoryInbox>(),
            Source = static provider => provider.GetRequiredService<MemoryDeliverySource>(),
            Outcomes = static provider => provider.GetRequiredService<MemoryOutcomes>(),
            DeadLetters = static provider => new LocalDeadLetters(provider.GetRequiredService<MemoryOutcomes>(), provider.GetRequiredService<IOutcomes>()),
            Operations = static provider => provider.GetRequiredService<MemoryOperations>(),
        });
    }
}
