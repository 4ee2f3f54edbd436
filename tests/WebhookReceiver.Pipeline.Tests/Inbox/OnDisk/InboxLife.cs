using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using WebhookReceiver.Channels;
using WebhookReceiver.Deliveries;
using WebhookReceiver.Inbox;
using WebhookReceiver.Inbox.OnDisk;
using WebhookReceiver.Pipeline.Tests.Fakes;

namespace WebhookReceiver.Pipeline.Tests.Inbox.OnDisk;

/// <summary>One run of a process with an inbox: everything is real except the disk and the clock.</summary>
internal sealed class InboxLife : IDisposable
{
    private readonly Lifetime lifetime = new();
    private readonly WatchedScheduler scheduler = new();
    private bool isOver;

    private InboxLife(SimulatedDisk disk, InboxFolder folder, ManualClock clock, InboxOptions settings, int capacity)
    {
        (Disk, Folder, Clock) = (disk, folder, clock);
        var options = Options.Create(settings);
        Time = new InboxClock(clock, new BootIdentity(clock.Boot), TimeLog);
        var keys = new HandledKeys(disk, folder, options, Time, new ListLogger<HandledKeys>());
        Outcomes = new OutcomeJournal(disk, folder, keys, Segments, options, Time, scheduler, clock, new ListLogger<OutcomeJournal>());
        var channel = new DeliveryChannel(Options.Create(new DeliveryChannelOptions { Capacity = capacity }));
        Indexes = new DeliveryIndexes(disk, folder, Segments);
        Feed = new DeliveryFeed(channel, Segments, Indexes, disk, folder, clock, FeedLog);
        var space = new FreeSpace(disk, folder, options, new ListLogger<FreeSpace>());
        Retention = new InboxRetention(disk, folder, Segments, Outcomes, options, Time, new ListLogger<InboxRetention>());
        var claim = new FolderClaim(disk, folder, options, clock, ClaimLog);
        Keeper = new IndexKeeper(disk, folder, Segments, Indexes, space, scheduler, IndexLog);
        Operations = new JournalOperations(disk, folder, Segments, Time, clock, Indexes, new ErasedPeople(disk, folder), Outcomes, options, service: null);
        Inbox = new JournalInbox(
            disk, folder, claim, Segments, Feed, Outcomes, keys, space, Retention, Keeper, options, new WorkerHealth(), lifetime, scheduler, Time, Bodies.Metrics(), clock, Log);
    }

    public SimulatedDisk Disk { get; }

    public InboxFolder Folder { get; }

    public ManualClock Clock { get; }

    public InboxClock Time { get; }

    public ListLogger<InboxClock> TimeLog { get; } = new();

    public DeliverySegments Segments { get; } = new();

    public DeliveryFeed Feed { get; }

    public DeliveryIndexes Indexes { get; }

    public IndexKeeper Keeper { get; }

    public JournalOperations Operations { get; }

    public OutcomeJournal Outcomes { get; }

    public InboxRetention Retention { get; }

    public JournalInbox Inbox { get; }

    public ListLogger<JournalInbox> Log { get; } = new();

    public ListLogger<DeliveryFeed> FeedLog { get; } = new();

    public ListLogger<IndexKeeper> IndexLog { get; } = new();

    public ListLogger<FolderClaim> ClaimLog { get; } = new();

    /// <summary>Whether recovery failed, which stops the service.</summary>
    public bool HasGivenUp => lifetime.Stopped.IsCompleted;

    /// <summary>Starts, and waits until the inbox is open or recovery has given up.</summary>
    public static async Task<InboxLife> StartAsync(
        SimulatedDisk disk, InboxFolder folder, ManualClock? clock = null, InboxOptions? options = null, int capacity = 1000)
    {
        var life = new InboxLife(disk, folder, clock ?? new ManualClock(), options ?? Settings(), capacity);

        try
        {
            await life.Inbox.StartAsync(CancellationToken.None);
            await Task.WhenAny(life.Feed.WaitAsync(CancellationToken.None).AsTask(), life.lifetime.Stopped);
            return life;
        }
        catch
        {
            await life.EndAsync();
            throw;
        }
    }

    /// <summary>Starts without waiting for recovery.</summary>
    public static async Task<InboxLife> BeginAsync(SimulatedDisk disk, InboxFolder folder, ManualClock clock, InboxOptions? options = null)
    {
        var life = new InboxLife(disk, folder, clock, options ?? Settings(), capacity: 1000);
        await life.Inbox.StartAsync(CancellationToken.None);
        return life;
    }

    /// <summary>Waits for a state that the inbox threads reach.</summary>
    public Task UntilAsync(Func<bool> condition, string what) => scheduler.Steps.UntilAsync(condition, what);

    /// <summary>Waits until deliveries are accepted: after a failure, that is when the writing thread has begun another segment.</summary>
    public Task UntilAcceptingAsync() => UntilAsync(() => Inbox.IsAccepting, "the inbox was open again");

    /// <summary>Lets time pass until a state has been reached.</summary>
    public Task AdvanceUntilAsync(TimeSpan step, Func<bool> condition, string what) => AdvanceUntilAsync(() => Clock.Advance(step), condition, what);

    /// <summary>Lets time pass, and does what else has to be done each time, until a state has been reached.</summary>
    public Task AdvanceUntilAsync(Action pass, Func<bool> condition, string what) => scheduler.AdvanceUntilAsync(pass, condition, what);

    public static InboxOptions Settings(long segmentBytes = 8 * 1024) => new() { SegmentBytes = segmentBytes, MinimumFreeBytes = 0, DuplicateWindowDays = 14 };

    public Task<bool> AcceptAsync(Delivery delivery) => Inbox.AcceptAsync(delivery).AsTask();

    /// <summary>Stores these in batches of known sizes: what arrives while a sync is held forms the next batch.</summary>
    /// <returns>Those answered with 200.</returns>
    public async Task<List<Delivery>> AcceptAsync(params IEnumerable<Delivery> deliveries)
    {
        using var hold = new SimulatedDiskHold(path => path.StartsWith(Folder.Deliveries, StringComparison.Ordinal));
        Disk.Hold = hold;
        var answers = new List<(Delivery Delivery, Task<bool> Answer)>();

        foreach (var delivery in deliveries)
        {
            var answer = AcceptAsync(delivery);
            answers.Add((delivery, answer));
            await Task.WhenAny(hold.Arrived, answer);
        }

        hold.Release();
        Disk.Hold = null;
        await Task.WhenAll(answers.Select(static answer => answer.Answer));
        return [.. answers.Where(static answer => answer.Answer.Result).Select(static answer => answer.Delivery)];
    }

    /// <summary>Everything that the worker would get now.</summary>
    public List<Delivery> TakeAll()
    {
        var taken = new List<Delivery>();

        while (Feed.TryTake() is { } delivery)
        {
            taken.Add(delivery);
        }

        return taken;
    }

    public async Task StopAsync()
    {
        await EndAsync();
    }

    /// <summary>Kills the process: what follows happens on another disk.</summary>
    public async Task<SimulatedDisk> KillAsync()
    {
        var next = Disk.AfterKill();
        await DieAsync();
        return next;
    }

    public async Task<SimulatedDisk> CutPowerAsync(int seed)
    {
        var next = Disk.AfterPowerCut(new Random(seed));
        await DieAsync();
        return next;
    }

    /// <summary>Only ends the threads; nothing of it reaches the disk.</summary>
    public async Task DieAsync()
    {
        Disk.Faults.Die();
        Disk.Hold?.Release();
        await EndAsync();
    }

    public void Dispose()
    {
        Disk.Faults.Die();
        Disk.Hold?.Release();
        EndAsync().GetAwaiter().GetResult();
    }

    private async Task EndAsync()
    {
        if (isOver)
        {
            return;
        }

        isOver = true;
        await Inbox.StopAsync(CancellationToken.None);
        Inbox.Dispose();
        Feed.Dispose();
        Outcomes.Dispose();
    }

    private sealed class Lifetime : IHostApplicationLifetime
    {
        private readonly TaskCompletionSource stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Stopped => stopped.Task;

        public CancellationToken ApplicationStarted => CancellationToken.None;

        public CancellationToken ApplicationStopping => CancellationToken.None;

        public CancellationToken ApplicationStopped => CancellationToken.None;

        public void StopApplication() => stopped.TrySetResult();
    }
}
