using WebhookReceiver.Dispatch;
using WebhookReceiver.Handlers;
using WebhookReceiver.Inbox;

namespace WebhookReceiver.Operators;

/// <summary>The handlers as operators see them. Beside a service, only those that are paused are known.</summary>
internal abstract class HandlerControl(IHandlerPauses store)
{
    public abstract ValueTask<HandlerList> ListAsync(CancellationToken cancellationToken);

    /// <summary>The handler as the store has it, which decides whether there is something to change: another instance may have changed it since this one last looked.</summary>
    /// <returns>Null when there is no such handler.</returns>
    public async ValueTask<HandlerReport?> FindAsync(string name, CancellationToken cancellationToken) =>
        Reports(await store.ReadAsync(cancellationToken)).FirstOrDefault(handler => handler.Name.Equals(name, StringComparison.Ordinal));

    public abstract Task PauseAsync(string name, string by, CancellationToken cancellationToken);

    public abstract Task ResumeAsync(string name, CancellationToken cancellationToken);

    protected abstract IEnumerable<HandlerReport> Reports(IReadOnlyCollection<HandlerPause> pauses);

    protected static HandlerReport ReportOf(string name, HandlerPause? pause) => new()
    {
        Name = name,
        State = pause is null ? "running" : "paused",
        PausedAt = pause?.At,
        PausedBy = pause?.By,
    };
}

/// <summary>The handlers of this service.</summary>
internal sealed class RunningHandlers(HandlerRegistry registry, HandlerGates gates, PausedHandlers paused, HandlerPausing pausing, IHandlerPauses store) : HandlerControl(store)
{
    public override ValueTask<HandlerList> ListAsync(CancellationToken cancellationToken) => new(new HandlerList([.. Reports(paused.All)]));

    public override Task PauseAsync(string name, string by, CancellationToken cancellationToken) => pausing.PauseAsync(name, by, cancellationToken);

    public override Task ResumeAsync(string name, CancellationToken cancellationToken) => pausing.ResumeAsync(name, cancellationToken);

    protected override IEnumerable<HandlerReport> Reports(IReadOnlyCollection<HandlerPause> pauses)
    {
        var byName = pauses.ToDictionary(static pause => pause.Handler, StringComparer.Ordinal);
        return registry.Names.Union(byName.Keys, StringComparer.Ordinal).Select(name => Report(name, byName.TryGetValue(name, out var pause) ? pause : null));
    }

    private HandlerReport Report(string name, HandlerPause? pause)
    {
        var gate = gates.Of(name);
        var figures = gate.Figures;
        var durations = figures.Durations;

        return ReportOf(name, pause) with
        {
            InProgress = gate.Calls.Taken + gate.Asks.Taken,
            Waiting = gate.Calls.Waiting + gate.Asks.Waiting,
            Handled = figures.CountHandled,
            Failed = figures.CountFailed,
            TimedOut = figures.CountTimedOut,
            Retried = figures.CountRetried,
            DeadLettered = figures.CountDeadLettered,
            MeanSeconds = durations?.Mean.TotalSeconds,
            P99Seconds = durations?.P99.TotalSeconds,
        };
    }
}

/// <summary>The handlers of a service that is not running, or of instances beside this process: they find out from the store.</summary>
internal sealed class StoredHandlers(IHandlerPauses store, TimeProvider clock) : HandlerControl(store)
{
    private readonly IHandlerPauses store = store;

    public override async ValueTask<HandlerList> ListAsync(CancellationToken cancellationToken) => new([.. Reports(await store.ReadAsync(cancellationToken))]);

    public override async Task PauseAsync(string name, string by, CancellationToken cancellationToken) =>
        await store.PauseAsync(new HandlerPause(name, clock.GetUtcNow(), by), cancellationToken);

    public override async Task ResumeAsync(string name, CancellationToken cancellationToken) => await store.ResumeAsync(name, cancellationToken);

    protected override IEnumerable<HandlerReport> Reports(IReadOnlyCollection<HandlerPause> pauses) => pauses.Select(static pause => ReportOf(pause.Handler, pause));
}
