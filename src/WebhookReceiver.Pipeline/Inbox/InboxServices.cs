using Microsoft.Extensions.DependencyInjection;
using WebhookReceiver.Inbox.OnDisk;

namespace WebhookReceiver.Inbox;

/// <summary>Registers the stores, and the parts of the one chosen by <c>Inbox:Store</c>.</summary>
internal static class InboxServices
{
    public static void AddInbox(this IServiceCollection services)
    {
        services.AddStores();
        services.AddSingleton<ChosenStore>();
        services.AddSingleton(static provider => Chosen(provider).Inbox(provider));
        services.AddSingleton(static provider => Chosen(provider).Source(provider));
        services.AddSingleton(static provider => Chosen(provider).Outcomes(provider));
        services.AddSingleton(static provider => Chosen(provider).DeadLetters(provider));
        services.AddSingleton(static provider => Chosen(provider).Operations(provider));
        services.AddSingleton(static provider => Chosen(provider).Audit?.Invoke(provider) ?? new MemoryAuditLog());
        services.AddSingleton(static provider => Chosen(provider).Pauses?.Invoke(provider) ?? new MemoryHandlerPauses());

        // Registered before the worker, so that it stops after it.
        services.AddHostedService<InboxService>();
        services.AddHealthChecks().AddCheck<InboxHealthCheck>("inbox");
    }

    /// <summary>The built-in stores.</summary>
    public static IServiceCollection AddStores(this IServiceCollection services) => services.AddJournal().AddMemory();

    private static InboxStore Chosen(IServiceProvider provider) => provider.GetRequiredService<ChosenStore>().Store;
}
