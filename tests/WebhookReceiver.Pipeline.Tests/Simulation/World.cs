using WebhookReceiver.Inbox;
using WebhookReceiver.Inbox.OnDisk;
using WebhookReceiver.Pipeline.Tests.Fakes;

namespace WebhookReceiver.Pipeline.Tests.Simulation;

/// <summary>A story under one seed: one life of the process after another on one disk, until everything is healed and has come to rest.</summary>
internal sealed class World : IDisposable
{
    /// <summary>How long the disk fails after a start, unless it is healed before.</summary>
    private static readonly TimeSpan LongestTrouble = TimeSpan.FromHours(1);

    public const string Endpoint = "default";

    /// <summary>How often the process may die of one event before the event counts as retried for ever.</summary>
    private const int MostDeaths = 10;

    private static readonly TimeSpan Downtime = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestStop = TimeSpan.FromMinutes(2);

    private readonly Random random;
    private readonly AtRest atRest;
    private SimulatedDisk disk;
    private bool isLastLife;

    private World(int seed, Faults allowed, InboxFolder folder)
    {
        random = new Random(seed);
        Folder = folder;
        Plan = new Plan(seed, allowed);
        Agenda = new Agenda(random, Story) { CameToRest = CameToRest };
        Story.Now = () => TimeSpan.FromTicks(Agenda.Now);
        Ledger = new Ledger(Plan, Agenda, Story);
        Script = new Script(seed, Plan);
        Runners = new Runners(Agenda, Story);
        atRest = new AtRest(Ledger, Story);
        Director = new Director(this);
        disk = new SimulatedDisk(folder.Path, seed);
    }

    public Story Story { get; } = new();

    public InboxFolder Folder { get; }

    public Plan Plan { get; }

    public Agenda Agenda { get; }

    public Ledger Ledger { get; }

    public Script Script { get; }

    public Runners Runners { get; }

    public Director Director { get; }

    public List<Life> Lives { get; } = [];

    /// <summary>The store of the pauses, which outlives each life.</summary>
    public MemoryHandlerPauses Pauses { get; } = new();

    /// <summary>When each handler was paused that is.</summary>
    public Dictionary<string, long> PausedSince { get; } = new(StringComparer.Ordinal);

    /// <summary>The life that is running; null while the process is down.</summary>
    public Life? Life { get; private set; }

    public TimeSpan WallAhead { get; set; }

    public TimeSpan RetryAfter =>
        Plan.HasHealthyOnes ? TimeSpan.FromHours(1) : TimeSpan.FromSeconds(new[] { -10, 0, 5, 3600, 300_000 }[random.Next(5)]);

    public SimulatedDiskFaults DiskFaults => disk.Faults;

    /// <summary>Whether nothing depends on the garbage collector.</summary>
    public bool KeepsDeliveries { get; private init; }

    /// <summary>Runs the story of a seed.</summary>
    public static Story Tell(int seed, Faults allowed, InboxFolder folder, bool keepsDeliveries = false)
    {
        using var world = new World(seed, allowed, folder) { KeepsDeliveries = keepsDeliveries };
        world.Run();
        return world.Story;
    }

    /// <summary>Does something after a while.</summary>
    public void Later(Life? life, TimeSpan time, Action action) => new VirtualTimer(Agenda, life, action, isHousekeeping: false, "the world").Change(time, Timeout.InfiniteTimeSpan);

    /// <summary>The process dies at this moment.</summary>
    public void Crash(string why, bool isPowerCut = false)
    {
        if (Life is not { } life)
        {
            return;
        }

        Story.Note($"life {life.Number} ends: {why}");
        life.HasLostPower = isPowerCut;
        Ledger.Crashed(life);
        End(life, isPowerCut ? disk.AfterPowerCut(random) : disk.AfterKill());
    }

    public void Poisoned(KnownEvent known)
    {
        Crash($"killed by {known.Name}");

        if (++known.Deaths > MostDeaths)
        {
            Story.Fail($"poison: {known.Name} has killed {known.Deaths} lives and is tried for ever");
        }
    }

    /// <summary>The service ends by itself, because it cannot access its inbox.</summary>
    public void GaveUp(Life life) => Agenda.Add(null, () =>
    {
        if (Life == life)
        {
            Crash("it gives up");
        }
    });

    public void Stop()
    {
        if (Life is { } life)
        {
            Story.Note($"life {life.Number} is asked to stop");
            Agenda.Add(life, () =>
            {
                Ledger.Stopping(life);
                _ = StopAsync(life);
            });
            Later(life, LongestStop, () => Story.Fail($"stop: life {life.Number} has not stopped within {LongestStop}"));
        }
    }

    public void Dispose()
    {
        Life?.End();
        Runners.Dispose();
    }

    private void Run()
    {
        Story.Note($"{Plan.Faults}; concurrency {Plan.Concurrency}, attempts {Plan.MaxAttempts}, lanes {Plan.Lanes}, waiting {Plan.Waiting}, memory {Plan.MemoryEvents}/{Plan.MemoryBytes}, portion {Plan.Portion}/{Plan.PortionLanes}, channel {Plan.ChannelCapacity}");
        Agenda.Runner = Thread.CurrentThread;
        Agenda.Add(null, Start);
        Agenda.Add(null, Director.GoOn);
        Runners.RunAll();
        Story.Note($"the end after {Agenda.Steps} steps");
    }

    private void Start()
    {
        var life = new Life(this, Lives.Count + 1, disk, Plan.NextHandlers(Lives.LastOrDefault()?.Handlers));
        Lives.Add(life);
        Life = life;

        if (Plan.May(Faults.ReadErrors) && !isLastLife && Plan.Chance(20))
        {
            Story.Note("the disk fails soon after the start");
            disk.Faults.FailAt(Plan.Random.Next(1, 40), forEver: true, Interior.IsRead);
            Later(null, LongestTrouble, disk.Faults.Heal);
        }

        Story.Note($"life {life.Number} begins with {life.Handlers}");
        Agenda.Add(life, () => _ = StartAsync(life));
    }

    private async Task StartAsync(Life life)
    {
        try
        {
            await life.StartAsync();
        }
        catch (WhatsAppConfigurationException) when (disk.Faults.IsFailing)
        {
            // It logs that and ends, and is restarted, as a service manager would.
            Crash("it does not start on a disk that cannot be read");
        }
        catch (Exception exception)
        {
            Story.Fail($"start: life {life.Number} does not start: {exception.Message}");
        }
    }

    private async Task StopAsync(Life life)
    {
        try
        {
            await life.StopAsync();
        }
        catch (Exception exception)
        {
            Story.Fail($"stop: {exception}");
        }

        if (Life == life)
        {
            Story.Note($"life {life.Number} has stopped");
            End(life, disk.AfterKill());
        }
    }

    private void End(Life life, SimulatedDisk next)
    {
        life.End();
        disk = next;
        Life = null;
        Later(null, Downtime, Start);
    }

    /// <summary>Called when nothing is left to run and no timer is set.</summary>
    private bool CameToRest()
    {
        if (Life is not { } life)
        {
            return false;
        }

        if (Director.ResumeHandlers(life))
        {
            return true;
        }

        if (isLastLife)
        {
            Check(life);
            return false;
        }

        Check(life);

        if (Director.IsThrough)
        {
            // The content of the disk is at rest, too.
            isLastLife = true;
            Crash("killed at rest");
        }
        else
        {
            Director.GoOn();
        }

        return true;
    }

    private void Check(Life life)
    {
        Story.Note("at rest");
        atRest.Check(life);
    }
}
