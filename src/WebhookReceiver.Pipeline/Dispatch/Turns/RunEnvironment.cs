using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WebhookReceiver.Inbox;
using WebhookReceiver.Observation;
using WebhookReceiver.Scheduling;

namespace WebhookReceiver.Dispatch;

/// <summary>The services and settings that all runs share.</summary>
internal sealed class RunEnvironment(
    IServiceScopeFactory scopes,
    AttemptRecorder attempts,
    IOutcomes outcomes,
    ThreadReserve threads,
    DispatchTrouble trouble,
    IOptions<DispatchOptions> options,
    TimeProvider clock,
    WorkScheduler scheduler,
    ReceiverMetrics metrics,
    ILogger<EventRun> logger,
    NotificationTracing? tracing = null)
{
    public IServiceScopeFactory Scopes => scopes;

    public AttemptRecorder Attempts => attempts;

    public IOutcomes Outcomes => outcomes;

    public ThreadReserve Threads => threads;

    public DispatchTrouble Trouble => trouble;

    public TimeSpan Timeout { get; } = options.Value.HandlerTimeout;

    public TimeProvider Clock => clock;

    public WorkScheduler Scheduler => scheduler;

    public ReceiverMetrics Metrics => metrics;

    public ILogger Logger => logger;

    /// <summary>Whether an event is traced only where its notification is.</summary>
    public bool FollowsNotification => tracing is not null;
}
