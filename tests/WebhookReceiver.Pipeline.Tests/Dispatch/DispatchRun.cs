using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WebhookReceiver.Dispatch;
using WebhookReceiver.Inbox;
using WebhookReceiver.Pipeline.Tests.Fakes;
using WebhookReceiver.Pipeline.Tests.Inbox;
using WebhookReceiver.Scheduling;
using WebhookReceiver.WhatsApp;
using Xunit;
using EventId = WebhookReceiver.Inbox.EventId;

namespace WebhookReceiver.Pipeline.Tests.Dispatch;

/// <summary>The receiver behind its door, with a clock that stands still and delays without randomness. Passing the previous run to a second one simulates a restart.</summary>
internal sealed class DispatchRun : IAsyncDisposable
{
    private readonly IHost host;
    private readonly WatchedScheduler scheduler;

    private DispatchRun(IHost host, WatchedScheduler scheduler, LogLines log, ManualClock clock, ScriptedSource source, WatchedOutcomes outcomes)
    {
        (this.host, this.scheduler, Log) = (host, scheduler, log);
        Clock = clock;
        Source = source;
        Outcomes = outcomes;
    }

    public ManualClock Clock { get; }

    public ScriptedSource Source { get; }

    public WatchedOutcomes Outcomes { get; }

    public LogLines Log { get; }

    public Lanes Lanes => Service<Lanes>();

    public DeadLetterReplay Replay => Service<DeadLetterReplay>();

    public WorkerHealth Health => Service<WorkerHealth>();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<DispatchRun> StartAsync(
        Action<WhatsAppWebhooksBuilder> handlers,
        DispatchRun? before = null,
        ScriptedSource? source = null,
        Action<IServiceCollection>? services = null,
        params (string Key, string Value)[] settings)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Inbox:Store"] = "Memory",
            ["WhatsApp:VerifyToken"] = "pipeline-verify-token",
            ["WhatsApp:AppSecret"] = "pipeline-app-secret-0123456789",
        });
        builder.Configuration.AddInMemoryCollection(settings.Select(static setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)));
        var clock = before?.Clock ?? new ManualClock();
        source ??= before?.Source.Restarted(before.Outcomes.IsDeliverySettled) ?? new ScriptedSource();
        var (scheduler, log) = (new WatchedScheduler(), new LogLines());
        builder.Services.AddSingleton<TimeProvider>(clock);
        builder.Services.AddSingleton<WorkScheduler>(scheduler);
        builder.Services.AddSingleton(scheduler.Steps);
        handlers(builder.Services.AddWhatsAppWebhooks());
        builder.Services.AddSingleton<IDeliverySource>(source);
        builder.Services.AddSingleton(static provider => ScheduleOf(provider.GetRequiredService<IOptions<DispatchOptions>>().Value));
        builder.Services.RemoveAll<IOutcomes>().RemoveAll<IDeadLetters>();
        builder.Services.AddSingleton(provider => before?.Outcomes ?? new WatchedOutcomes(provider.GetRequiredService<MemoryOutcomes>()));
        builder.Services.AddSingleton<IOutcomes>(static provider => provider.GetRequiredService<WatchedOutcomes>());
        builder.Services.AddSingleton<IDeadLetters>(static provider =>
            new LocalDeadLetters(provider.GetRequiredService<WatchedOutcomes>(), provider.GetRequiredService<WatchedOutcomes>()));
        services?.Invoke(builder.Services);
        builder.Logging.ClearProviders().AddProvider(log).AddFilter(nameof(WebhookReceiver), LogLevel.Debug);
        var built = builder.Build();
        var run = new DispatchRun(built, scheduler, log, clock, source, built.Services.GetRequiredService<WatchedOutcomes>());
        await built.StartAsync(Token);
        return run;
    }

    public T Service<T>()
        where T : notnull => host.Services.GetRequiredService<T>();

    /// <summary>Waits for a state of the receiver or of its handlers.</summary>
    public Task UntilAsync(Func<bool> condition, string what) => scheduler.Steps.UntilAsync(condition, what);

    public Task UntilParkedAsync(int lanes = 1) => UntilAsync(() => Lanes.Parked == lanes, $"{lanes} lanes were parked");

    /// <summary>Waits until every delivery is settled, every replay has ended and every lane is gone.</summary>
    public Task UntilIdleAsync() => UntilAsync(
        () => Outcomes.SettledDeliveries >= Source.Added && Outcomes.Replaying is 0 && Lanes.Count is 0 && Service<EventRuns>().Busy is 0,
        "everything was handled");

    /// <summary>
    /// Advances the clock until a condition holds. The clock stands still while an event is in progress: otherwise a handler that gets its thread late on a busy machine would
    /// time out.
    /// </summary>
    public Task AdvanceUntilAsync(TimeSpan step, Func<bool> condition, string what) =>
        scheduler.AdvanceUntilAsync(() => Clock.Advance(step), condition, what, mayPass: () => Service<EventRuns>().Busy is 0);

    /// <summary>The same for tests whose handlers are meant to time out.</summary>
    public Task TimeOutUntilAsync(TimeSpan step, Func<bool> condition, string what) => scheduler.AdvanceUntilAsync(() => Clock.Advance(step), condition, what);

    /// <summary>Advances the clock to the next attempt of the parked lane.</summary>
    public async Task RetryAsync(TimeSpan after)
    {
        await UntilParkedAsync();
        Clock.Advance(after);
    }

    /// <summary>Records that the process has died in this many attempts of the one event of that body.</summary>
    public void HasDied(string body, string handler, int times)
    {
        for (var death = 0; death < times; death++)
        {
            Outcomes.EventStarted(IdOf(body), new HandlerPlan([new PlannedHandler(handler, IsConditional: false)], []));
            Outcomes.ProgressOf(IdOf(body))!.EndedByDeath();
        }
    }

    /// <summary>The id of the one event of that body.</summary>
    public static EventId IdOf(string body) => EventId.Of("default", WhatsAppPayload.Enumerate(Encoding.UTF8.GetBytes(body)).Single().Key);

    public Task StopAsync()
    {
        var stopping = host.StopAsync(Token);
        _ = stopping.ContinueWith(_ => scheduler.Steps.Taken(), TaskScheduler.Default);
        return stopping;
    }

    /// <summary>Stops it without any time to finish work.</summary>
    public async Task KillAsync()
    {
        using var noTime = new CancellationTokenSource();
        await noTime.CancelAsync();
        await host.StopAsync(noTime.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        host.Dispose();
    }

    private static RetrySchedule ScheduleOf(DispatchOptions options) =>
        new(options.RetryDelay, options.LongestRetryDelay, options.MaxAttempts, static () => 0.5);
}
