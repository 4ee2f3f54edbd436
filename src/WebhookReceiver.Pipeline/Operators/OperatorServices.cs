using Microsoft.Extensions.DependencyInjection;
using WebhookReceiver.Dispatch;
using WebhookReceiver.Handlers;
using WebhookReceiver.Inbox;

namespace WebhookReceiver.Operators;

/// <summary>Registers what operators use: the view of the inbox, the keys and sessions of <c>/api</c>.</summary>
internal static class OperatorServices
{
    public static void AddOperators(this IServiceCollection services)
    {
        services.AddSingleton<OperationsKey>();
        services.AddSingleton<OperationsSessions>();
        services.AddSingleton<KeyRefusals>();
        services.AddSingleton<ReceiverCounts>();
        services.AddSingleton<OverviewHistory>();
        services.AddSingleton<RecentStatus>();
        services.AddSingleton<OverviewReader>();
        services.AddHostedService<OverviewSampler>();
        services.AddSingleton<LiveStream>();
        services.AddSingleton<SettingsReader>();
        services.AddHostedService(static provider => provider.GetRequiredService<SettingsReader>());
        services.AddDoctor();

        // After the inbox, which locks the folder first.
        services.AddHostedService<OperationsKeyFile>();
        services.AddHostedService<FileModeWarnings>();
        services.AddSingleton<AuditTrail>();
        services.AddSingleton<RunningHandlers>();
        services.AddSingleton<OperatorJobs>();
        services.AddHostedService(static provider => provider.GetRequiredService<OperatorJobs>());
        services.AddSingleton(static provider => Open(provider, provider.GetRequiredService<IStoreOperations>(), isReadOnly: false, AuditActor.Application, provider.GetRequiredService<RunningHandlers>()));
    }

    public static WhatsAppInbox Open(IServiceProvider services, IStoreOperations store, bool isReadOnly, AuditActor actor, HandlerControl handlers) => new(
        services.GetRequiredService<DeadLetterReplay>(),
        services.GetRequiredService<IDeadLetters>(),
        store,
        services.GetRequiredService<IOutcomes>(),
        services.GetRequiredService<HandlerRegistry>(),
        services.GetRequiredService<ChosenStore>().Name,
        isReadOnly,
        services.GetRequiredService<TimeProvider>(),
        services.GetRequiredService<IAuditLog>(),
        services.GetRequiredService<AuditTrail>(),
        actor,
        handlers);
}
