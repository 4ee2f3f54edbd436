using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WebhookReceiver.Handlers;
using WebhookReceiver.Observation;
using WebhookReceiver.Scheduling;

namespace WebhookReceiver.Dispatch;

/// <summary>What all slots have in common.</summary>
internal sealed class SlotEnvironment(
    IServiceScopeFactory scopes,
    HandlerRegistry handlers,
    TurnEnding ending,
    IOptions<DispatchOptions> options,
    TimeProvider clock,
    WorkScheduler scheduler,
    ReceiverMetrics metrics,
    ILogger<HandlerSlot> logger)
{
    public IServiceScopeFactory Scopes => scopes;

    public HandlerRegistry Handlers => handlers;

    public TurnEnding Ending => ending;

    public TimeSpan Timeout { get; } = options.Value.HandlerTimeout;

    public TimeProvider Clock => clock;

    public WorkScheduler Scheduler => scheduler;

    public ReceiverMetrics Metrics => metrics;

    public ILogger Logger => logger;
}
