using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WebhookReceiver.Deliveries;
using WebhookReceiver.Inbox;
using WebhookReceiver.Inbox.OnDisk;
using WebhookReceiver.Pipeline.Tests.Fakes;
using WebhookReceiver.WhatsApp;

namespace WebhookReceiver.Pipeline.Tests.Simulation;

/// <summary>One life of the process: the real receiver, from its service collection, on the simulated disk, clock and scheduler.</summary>
internal sealed class Life : IHostApplicationLifetime
{
    /// <summary>How long the host waits for work in progress when it is asked to stop.</summary>
    public static readonly TimeSpan StopTime = TimeSpan.FromSeconds(5);

    private static readonly IConfiguration Configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
    {
        ["WhatsApp:VerifyToken"] = "simulated-verify-token",
        ["WhatsApp:AppSecret"] = "simulated-app-secret-0123456789",
        ["Operations:ApiKey"] = "simulated-api-key-0123456789",
    }).Build();

    private readonly SimulatedDisk disk;
    private readonly ServiceProvider services;
    private IReadOnlyList<IHostedService> hosted = [];

    public Life(World world, int number, SimulatedDisk disk, HandlerSet handlers)
    {
        (World, Number, this.disk, Handlers) = (world, number, disk, handlers);
        Context = new SimulatedContext(world.Agenda, this);
        Clock = new VirtualClock(world.Agenda, this, () => world.WallAhead);
        services = Build(new Calls(world, this));
    }

    public World World { get; }

    public int Number { get; }

    public HandlerSet Handlers { get; }

    public SimulatedContext Context { get; }

    public VirtualClock Clock { get; }

    public IServiceProvider Services => services;

    public bool IsOver { get; private set; }

    /// <summary>Whether the power failed: outcomes recorded in its last second may then be lost.</summary>
    public bool HasLostPower { get; set; }

    public bool IsStopping => StoppingSince is not null;

    /// <summary>When it was asked to stop.</summary>
    public long? StoppingSince { get; private set; }

    public bool IsAccepting => Inbox.IsAccepting;

    public CancellationToken ApplicationStarted => CancellationToken.None;

    public CancellationToken ApplicationStopping => CancellationToken.None;

    public CancellationToken ApplicationStopped => CancellationToken.None;

    private IInbox Inbox => services.GetRequiredService<IInbox>();

    public async Task StartAsync()
    {
        hosted = Interior.HostedServices(services);

        foreach (var service in hosted)
        {
            await service.StartAsync(CancellationToken.None);
        }
    }

    /// <summary>Stops as a host does: in the reverse order, with a limited time.</summary>
    public async Task StopAsync()
    {
        StoppingSince = World.Agenda.Now;
        using var time = new CancellationTokenSource(StopTime, Clock);

        foreach (var service in hosted.Reverse())
        {
            await service.StopAsync(time.Token);
        }
    }

    public ValueTask<bool> AcceptAsync(ReadOnlyMemory<byte> body) =>
        Inbox.AcceptAsync(Delivery.Restored(DeliveryIds.Next(), World.Endpoint, body, Clock.GetUtcNow(), phoneNumberId: null, default));

    /// <summary>The service ends by itself.</summary>
    public void StopApplication() => World.GaveUp(this);

    /// <summary>The process has died. The disk accepts nothing more from it.</summary>
    public void End()
    {
        IsOver = true;
        World.Agenda.Forget(this);
        disk.Faults.Die();
    }

    private ServiceProvider Build(Calls calls)
    {
        var collection = new ServiceCollection();
        collection.AddSingleton(Configuration);
        collection.AddLogging(logging => logging.AddProvider(StoryLog.Into(World.Story)).SetMinimumLevel(LogLevel.Warning));
        collection.AddMetrics();
        collection.AddSingleton<IHostApplicationLifetime>(this);
        collection.AddSingleton(calls);
        Interior.Register(collection, Clock, new SimulatedScheduler(World.Agenda, this), World.Plan);
        Register(collection.AddWhatsAppWebhooks(), calls);
        Interior.Replace(collection, disk, World.Folder, World.Plan);
        collection.AddSingleton<IHandlerPauses>(World.Pauses);

        if (World.KeepsDeliveries)
        {
            collection.AddSingleton<IDeliverySource>(static services => new KeptDeliveries(services.GetRequiredService<DeliveryFeed>()));
        }

        return collection.BuildServiceProvider();
    }

    private void Register(WhatsAppWebhooksBuilder webhooks, Calls calls)
    {
        foreach (var name in Handlers.Names)
        {
            Func<WhatsAppEvent, bool> where = message => calls.Wants(name, message);

            _ = HandlerSet.Known.ToList().IndexOf(name) switch
            {
                0 => webhooks.AddHandler<FirstDesk>(where),
                1 => webhooks.AddHandler<SecondDesk>(where),
                _ => webhooks.AddHandler<ThirdDesk>(where),
            };
        }

        if (Handlers.HasFallback)
        {
            webhooks.OnUnhandled((WhatsAppEvent message, WhatsAppContext context, CancellationToken token) => calls.Call(HandlerSet.Fallback, message, context, token));
        }
    }
}
