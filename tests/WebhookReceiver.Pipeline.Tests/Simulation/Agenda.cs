using System.Diagnostics;

namespace WebhookReceiver.Pipeline.Tests.Simulation;

/// <summary>
/// Everything that could run next, and the virtual time. One item runs at a time, chosen at random from the seed; when there is none, the time advances to the next timer. So a seed
/// determines the order of everything that happens.
/// </summary>
internal sealed class Agenda(Random random, Story story)
{
    private const int MostSteps = 200_000;
    private const int MostRecent = 8;

    /// <summary>This many steps in less than this time, without a new line in the story, are a loop that does nothing.</summary>
    private const int LoopSteps = 2_000;

    private static readonly TimeSpan LoopTime = TimeSpan.FromSeconds(40);

    private static readonly TimeSpan LongestStory = TimeSpan.FromDays(200);

    private readonly Lock gate = new();
    private readonly List<AgendaItem> items = [];

    // The timers that fired last, to show what keeps the simulation from coming to rest.
    private readonly Queue<string> recent = new();
    private readonly PriorityQueue<VirtualTimer, (long Due, long Order)> timers = new();
    private readonly List<VirtualTimer> housekeeping = [];
    private long order;
    private bool isClosed;
    private (int Steps, long Time, int Notes) window;

    /// <summary>The monotonic time, in ticks.</summary>
    public long Now { get; private set; }

    public int Steps { get; private set; }

    /// <summary>The thread that runs the current item. An item added by another thread would break determinism.</summary>
    public Thread? Runner { get; set; }

    /// <summary>Called when nothing can run and no timer is set. False ends the story.</summary>
    public Func<bool> CameToRest { get; set; } = static () => false;

    public void Add(Life? life, Action run, bool isBare = false)
    {
        lock (gate)
        {
            if (isClosed || life is { IsOver: true })
            {
                return;
            }

            if (Thread.CurrentThread != Runner)
            {
                story.Fail($"not deterministic here: a foreign thread adds an item\n{new StackTrace()}");
            }

            items.Add(new AgendaItem(life, run, isBare));
        }
    }

    public void Set(VirtualTimer timer, long due)
    {
        lock (gate)
        {
            timer.Due = due;
            timer.Order = ++order;

            if (!timer.IsHousekeeping)
            {
                timers.Enqueue(timer, (due, order));
            }
            else if (!housekeeping.Contains(timer))
            {
                housekeeping.Add(timer);
            }
        }
    }

    /// <summary>Accepts no further items.</summary>
    public void Close()
    {
        lock (gate)
        {
            isClosed = true;
        }
    }

    /// <summary>Drops everything that a life still had to do.</summary>
    public void Forget(Life life)
    {
        lock (gate)
        {
            items.RemoveAll(item => item.Life == life);
            housekeeping.RemoveAll(timer => timer.Life == life);
        }
    }

    /// <returns>Null when the story is over.</returns>
    public AgendaItem? Next()
    {
        // Only the thread that runs items gets here, so nothing is added between two looks.
        while (!story.HasFailed)
        {
            lock (gate)
            {
                if (items.Count > 0)
                {
                    return Pick();
                }

                if (GoOn())
                {
                    continue;
                }
            }

            if (!CameToRest())
            {
                return null;
            }
        }

        return null;
    }

    private AgendaItem Pick()
    {
        if (++Steps > MostSteps)
        {
            story.Fail($"it does not come to rest: {MostSteps} steps; {string.Join(", ", recent)}");
        }

        if (story.Notes != window.Notes || Steps - window.Steps >= LoopSteps)
        {
            if (story.Notes == window.Notes && Now - window.Time < LoopTime.Ticks)
            {
                story.Fail($"hot loop: {LoopSteps} steps in {TimeSpan.FromTicks(Now - window.Time)}, and nothing has happened");
            }

            window = (Steps, Now, story.Notes);
        }

        var index = random.Next(items.Count);
        var item = items[index];
        items.RemoveAt(index);
        return item;
    }

    /// <returns>False when no timer is set.</returns>
    private bool GoOn()
    {
        if (!TryPeek(out var first))
        {
            return false;
        }

        Now = Math.Max(Now, first.Due);

        if (Now > LongestStory.Ticks)
        {
            story.Fail($"it does not come to rest: {LongestStory.TotalDays} days");
        }

        while (TryPeek(out var due) && due.Due <= Now)
        {
            timers.Dequeue();
            Fire(due);
        }

        foreach (var due in housekeeping.Where(timer => timer.Due <= Now).ToList())
        {
            housekeeping.Remove(due);
            Fire(due);
        }

        return true;
    }

    private void Fire(VirtualTimer timer)
    {
        recent.Enqueue($"life {timer.Life?.Number} {timer.Name}");

        while (recent.Count > MostRecent)
        {
            recent.Dequeue();
        }

        timer.Due = VirtualTimer.Never;
        items.Add(new AgendaItem(timer.Life, timer.Fire, IsBare: false));
    }

    /// <summary>The next valid timer. Timers that were changed or belong to a finished life stay in the queue until they are removed here.</summary>
    private bool TryPeek([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out VirtualTimer? first)
    {
        while (timers.TryPeek(out first, out var key))
        {
            if (first.Due == key.Due && first.Order == key.Order && first.Life is not { IsOver: true })
            {
                return true;
            }

            timers.Dequeue();
        }

        return false;
    }
}

/// <summary>Something that could run next.</summary>
/// <param name="Life">The life of the process to which it belongs; null for the outside world.</param>
/// <param name="Run">What it does.</param>
/// <param name="IsBare">Whether it runs without the synchronization context, as a user's own thread does.</param>
internal sealed record AgendaItem(Life? Life, Action Run, bool IsBare);
