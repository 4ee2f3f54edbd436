using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WebhookReceiver.Deliveries;
using WebhookReceiver.Dispatch;
using WebhookReceiver.Inbox;
using WebhookReceiver.Inbox.OnDisk;
using WebhookReceiver.Journal.Disk;
using WebhookReceiver.Pipeline.Tests.Fakes;
using WebhookReceiver.Scheduling;
using Xunit;

namespace WebhookReceiver.Pipeline.Tests.Inbox.OnDisk;

/// <summary>
/// The receiver behind its door with the real journal and the real dispatcher; only the disk and the clock are simulated, and its delays are not randomised.
/// </summary>
internal sealed class JournalRun : IAsyncDisposable
{
    private readonly IHost host;
    private readonly WatchedScheduler scheduler;

    private JournalRun(IHost host, WatchedScheduler scheduler, SimulatedDisk disk, ManualClock clock)
    {
        (this.host, this.scheduler) = (host, scheduler);
        Disk = disk;
        Clock = clock;
    }

    public SimulatedDisk Disk { get; }

    public ManualClock Clock { get; }

    public Lanes Lanes => Service<Lanes>();

    public DeliverySegments Segments => Service<DeliverySegments>();

    public OutcomeJournal Outcomes => Service<OutcomeJournal>();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<JournalRun> StartAsync(
        Action<WhatsAppWebhooksBuilder> handlers, SimulatedDisk disk, InboxFolder folder, ManualClock clock, params (string Key, string Value)[] settings)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Inbox:Store"] = "Journal",
            ["Inbox:Directory"] = folder.Path,
            ["Inbox:MinimumFreeBytes"] = "0",
            ["Operations:ApiKey"] = "pipeline-api-key-0123456789",
            ["WhatsApp:VerifyToken"] = "pipeline-verify-token",
            ["WhatsApp:AppSecret"] = "pipeline-app-secret-0123456789",
        });
        builder.Configuration.AddInMemoryCollection(settings.Select(static setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)));
        var watched = new WatchedScheduler();
        builder.Services.AddSingleton<TimeProvider>(clock);
        builder.Services.AddSingleton<WorkScheduler>(watched);
        handlers(builder.Services.AddWhatsAppWebhooks());
        builder.Services.AddSingleton<IDisk>(disk);
        builder.Services.AddSingleton(new BootIdentity(clock.Boot));
        builder.Services.AddSingleton(static provider =>
        {
            var options = provider.GetRequiredService<IOptions<DispatchOptions>>().Value;
            return new RetrySchedule(options.RetryDelay, options.LongestRetryDelay, options.MaxAttempts, static () => 0.5);
        });
        builder.Logging.ClearProviders();
        var run = new JournalRun(builder.Build(), watched, disk, clock);
        await run.host.StartAsync(Token);
        await run.UntilAsync(() => run.Service<IInbox>().IsAccepting, "the inbox was open");
        return run;
    }

    public T Service<T>()
        where T : notnull => host.Services.GetRequiredService<T>();

    /// <summary>What the door does with a body whose signature is valid, repeated on 503: nothing is accepted while a new segment is begun.</summary>
    public async Task AcceptAsync(string body)
    {
        var delivery = Delivery.Restored(DeliveryIds.Next(), "default", Encoding.UTF8.GetBytes(body), Clock.GetUtcNow(), phoneNumberId: null, default);
        var inbox = Service<IInbox>();

        while (!await inbox.AcceptAsync(delivery))
        {
            await UntilAsync(() => inbox.IsAccepting, "the inbox was open again");
        }
    }

    /// <summary>Waits until everything is handled and written, before the clock advances.</summary>
    public async Task UntilIdleAsync()
    {
        await UntilAsync(() => Segments.Open is 0 && Lanes.Count is 0, "everything was handled");
        await Outcomes.FlushAsync(CancellationToken.None);
    }

    /// <summary>Waits for a state of the receiver, or of what its handlers do.</summary>
    public Task UntilAsync(Func<bool> condition, string what) => scheduler.Steps.UntilAsync(condition, what);

    public Task UntilParkedAsync() => UntilAsync(() => Lanes.Parked is 1, "a lane was parked");

    /// <summary>Kills the process.</summary>
    /// <returns>The disk as the next process finds it.</returns>
    public async Task<SimulatedDisk> KillAsync()
    {
        await Outcomes.FlushAsync(CancellationToken.None);
        var next = Disk.AfterKill();
        Disk.Faults.Die();
        await EndAsync();
        return next;
    }

    /// <summary>Stops it as the host does when there is no time to wait, with a working disk.</summary>
    /// <returns>The disk as the next process finds it.</returns>
    public async Task<SimulatedDisk> StopAsync()
    {
        await EndAsync();
        return Disk.AfterKill();
    }

    /// <summary>Disposes the container without a stop, as happens when a part of the service could not start.</summary>
    public void DisposeWithoutStop() => host.Dispose();

    public async ValueTask DisposeAsync()
    {
        Disk.Faults.Die();
        await EndAsync();
        host.Dispose();
    }

    private async Task EndAsync()
    {
        using var noTime = new CancellationTokenSource();
        await noTime.CancelAsync();
        await host.StopAsync(noTime.Token);
    }
}
