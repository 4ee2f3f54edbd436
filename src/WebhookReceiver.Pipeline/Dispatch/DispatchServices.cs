using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using WebhookReceiver.Inbox;

namespace WebhookReceiver.Dispatch;

/// <summary>Registers the parts of this room, in the order in which an event passes through them.</summary>
internal static class DispatchServices
{
    public static void AddDispatch(this IServiceCollection services)
    {
        services.AddSingleton<WorkerHealth>();
        services.AddSingleton<LoopKeeper>();
        services.TryAddSingleton<LaneLimits>();
        services.AddSingleton<Lanes>();
        services.AddSingleton<EventTap>();
        services.AddSingleton<DispatchTrouble>();
        services.AddSingleton<UnreadableDeliveries>();
        services.AddSingleton<Arrivals>();
        services.AddSingleton<DeliveryPump>();
        services.AddSingleton<EvictedEvents>();
        services.AddSingleton<StaleEvents>();
        services.AddSingleton<EventOutlets>();
        services.AddSingleton<TurnAdmission>();
        services.AddSingleton<TurnPreparer>();
        services.AddSingleton<StoreAnswers>();
        services.AddSingleton<TurnLoop>();
        services.AddSingleton<RunQueue>();
        services.AddSingleton<HandlerGates>();
        services.AddSingleton<PausedHandlers>();
        services.AddSingleton<HandlerPausing>();
        services.AddSingleton<HandlerPlans>();
        services.AddSingleton<ThreadReserve>();
        services.AddSingleton<EventRuns>();
        services.AddSingleton<RunEnvironment>();
        services.AddSingleton(static provider => ScheduleOf(provider.GetRequiredService<IOptions<DispatchOptions>>().Value));
        services.AddSingleton<OutcomeRecorder>();
        services.AddSingleton<ReplayRecorder>();
        services.AddSingleton<ErasedEvents>();
        services.AddSingleton<AttemptRecorder>();
        services.AddSingleton<DeadLetterReplay>();
        services.AddHostedService<DispatchWorker>();
        services.AddSingleton<DispatchWatch>();
        services.AddHostedService(static provider => provider.GetRequiredService<DispatchWatch>());
        services.AddHealthChecks().AddCheck<DispatchHealthCheck>("dispatch");
    }

    private static RetrySchedule ScheduleOf(DispatchOptions options) =>
        new(options.RetryDelay, options.LongestRetryDelay, options.MaxAttempts, Random.Shared.NextDouble);
}
