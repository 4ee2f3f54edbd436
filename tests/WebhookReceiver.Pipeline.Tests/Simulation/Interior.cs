using System.Runtime.ExceptionServices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using WebhookReceiver.Channels;
using WebhookReceiver.Dispatch;
using WebhookReceiver.Inbox;
using WebhookReceiver.Inbox.OnDisk;
using WebhookReceiver.Journal.Disk;
using WebhookReceiver.Pipeline.Tests.Fakes;
using WebhookReceiver.Pipeline.Tests.Inbox;
using WebhookReceiver.Scheduling;
using WebhookReceiver.WhatsApp;

namespace WebhookReceiver.Pipeline.Tests.Simulation;

/// <summary>Everything that the simulation knows about the interior of the receiver: when that changes, only this file changes.</summary>
internal static class Interior
{
    /// <summary>The categories of faults under which every invariant holds.</summary>
    public const Faults Survived = Faults.All;

    /// <summary>The longest time that a healthy event waits when its conversation is free, no matter how many others wait or hang.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(15);

    /// <summary>By how many events unpacked conversations may exceed the limit of events in memory, in a story of the usual size.</summary>
    public const int Unpacked = 4 * LaneLimits.Refill;

    /// <summary>The maximum number of concurrent calls of one handler; calls that were left behind do not count.</summary>
    public static int MostCalls(int concurrency) => concurrency;

    public static void Register(IServiceCollection services, TimeProvider clock, WorkScheduler scheduler, Plan plan)
    {
        services.AddSingleton(clock);
        services.AddSingleton(scheduler);
        services.AddSingleton(new LaneLimits
        {
            MemoryBytes = plan.MemoryBytes,
            MemoryEvents = plan.MemoryEvents,
            Waiting = plan.Waiting,
            Lanes = plan.Lanes,
            Reread = plan.Reread,
            Portion = plan.Portion,
            PortionLanes = plan.PortionLanes,
        });
    }

    /// <summary>Services that are registered after those of the receiver, and so replace them.</summary>
    public static void Replace(IServiceCollection services, SimulatedDisk disk, InboxFolder folder, Plan plan)
    {
        services.AddSingleton<IDisk>(disk);
        services.AddSingleton(folder);
        services.AddSingleton(Options.Create(new InboxOptions
        {
            Directory = folder.Path,
            SegmentBytes = plan.SegmentBytes,
            MinimumFreeBytes = 0,
            DuplicateWindowDays = 60,
            DeadLetterDays = 3650,
        }));
        services.AddSingleton(Options.Create(new DeliveryChannelOptions { Capacity = plan.ChannelCapacity }));
        services.AddSingleton(Options.Create(new DispatchOptions { Concurrency = plan.Concurrency, MaxAttempts = plan.MaxAttempts, HandlerTimeout = Plan.HandlerTimeout }));
        services.AddSingleton(static provider =>
        {
            var options = provider.GetRequiredService<IOptions<DispatchOptions>>().Value;
            return new RetrySchedule(options.RetryDelay, options.LongestRetryDelay, options.MaxAttempts, static () => 0.5);
        });
    }

    /// <summary>The services that the host starts, in order.</summary>
    public static IReadOnlyList<IHostedService> HostedServices(IServiceProvider services) =>
        [services.GetRequiredService<JournalInbox>(), ActivatorUtilities.CreateInstance<DispatchWorker>(services)];

    /// <summary>Whether a timer fires for ever: the disk watch and retention.</summary>
    public static bool IsHousekeeping(TimerCallback callback) => callback.Method.DeclaringType?.FullName?.Contains(nameof(PeriodicWork), StringComparison.Ordinal) is true;

    public static (int Waiting, int Ready, int Parked) LanesOf(IServiceProvider services)
    {
        var lanes = services.GetRequiredService<Lanes>();
        return (lanes.Waiting, lanes.Ready, lanes.Parked);
    }

    /// <summary>The state of dispatch, for a failed story.</summary>
    public static string Describe(IServiceProvider services) => string.Create(
        System.Globalization.CultureInfo.InvariantCulture,
        $"lanes {LanesOf(services)}, {services.GetRequiredService<EventRuns>().Busy} in progress, suspecting {services.GetRequiredService<TurnLoop>().IsSuspecting}; ")
        + string.Join("; ", services.GetRequiredService<HandlerGates>().All.Select(static gate => $"{HandlerSet.Short(gate.Handler)} calls {gate.Calls}, asks {gate.Asks}"));

    public static int EventsInMemory(IServiceProvider services) => services.GetRequiredService<Lanes>().WaitingInMemory;

    public static bool IsSettled(IServiceProvider services, EventKey key) => services.GetRequiredService<IOutcomes>().IsSettled(EventId.Of(World.Endpoint, key));

    public static long OpenDeliveries(IServiceProvider services) => services.GetRequiredService<DeliverySegments>().Open;

    public static IReadOnlyList<DeadLetter> Letters(IServiceProvider services) => services.GetRequiredService<OutcomeJournal>().All;

    public static async Task<string> ReplayAsync(IServiceProvider services, Guid letter) =>
        (await services.GetRequiredService<DeadLetterReplay>().ReplayAsync(letter)).ToString();

    /// <summary>Does not wait until it has been written, which may never happen.</summary>
    public static bool TryDiscard(IServiceProvider services, Guid letter)
    {
        var discarding = services.GetRequiredService<DeadLetterReplay>().DiscardAsync(letter).AsTask();

        if (discarding.IsFaulted)
        {
            ExceptionDispatchInfo.Throw(discarding.Exception.InnerException!);
        }

        return !services.GetRequiredService<OutcomeJournal>().Contains(letter);
    }

    public static Task ChangePauseAsync(IServiceProvider services, string handler, bool isPaused)
    {
        var pausing = services.GetRequiredService<HandlerPausing>();
        return isPaused ? pausing.PauseAsync(handler, "simulation") : pausing.ResumeAsync(handler);
    }

    public static bool IsRead(SimulatedDiskCall call) => call.Operation is DiskOperation.Open or DiskOperation.Read && (call.Path.Contains("/deliveries/", StringComparison.Ordinal) || call.Path.Contains("/outcomes/", StringComparison.Ordinal));
}
