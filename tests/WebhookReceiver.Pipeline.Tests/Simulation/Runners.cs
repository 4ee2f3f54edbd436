namespace WebhookReceiver.Pipeline.Tests.Simulation;

/// <summary>
/// The threads on which items run, one of them at a time. An item that blocks its thread keeps it, and another thread continues with the agenda until the first is released.
/// </summary>
internal sealed class Runners(Agenda agenda, Story story) : IDisposable
{
    private readonly Stack<Runner> idle = new();
    private readonly List<Runner> all = [];
    private readonly ManualResetEventSlim over = new();
    private Runner current = null!;
    private volatile bool isOver;

    /// <summary>Runs the agenda until the story is over.</summary>
    public void RunAll()
    {
        PassOn();
        over.Wait();
        agenda.Close();

        // Blocked items end one by one; their effects are ignored.
        foreach (var runner in all)
        {
            runner.Go.Release();
            runner.Thread.Join();
        }
    }

    /// <summary>Blocks the thread of the current item.</summary>
    /// <param name="release">Receives the action that releases it; another item calls that.</param>
    public void Block(Action<Action> release)
    {
        if (isOver)
        {
            throw new StoryOverException();
        }

        var blocked = current;
        release(() => Resume(blocked));
        PassOn();
        blocked.Go.Wait();

        if (isOver)
        {
            throw new StoryOverException();
        }
    }

    public void Dispose()
    {
        over.Dispose();
        all.ForEach(static runner => runner.Go.Dispose());
    }

    private void Resume(Runner blocked)
    {
        var me = current;
        idle.Push(me);
        MakeCurrent(blocked);
        me.Go.Wait();
    }

    private void PassOn()
    {
        if (!idle.TryPop(out var next))
        {
            next = new Runner(Loop);
            all.Add(next);
            next.Thread.Start();
        }

        MakeCurrent(next);
    }

    private void MakeCurrent(Runner next)
    {
        current = next;
        agenda.Runner = next.Thread;
        next.Go.Release();
    }

    private void Loop(Runner me)
    {
        me.Go.Wait();

        while (!isOver && agenda.Next() is { } item)
        {
            Run(item);
        }

        if (!isOver)
        {
            isOver = true;
            over.Set();
        }
    }

    private void Run(AgendaItem item)
    {
        SynchronizationContext.SetSynchronizationContext(item.IsBare ? null : item.Life?.Context);

        try
        {
            item.Run();
        }
        catch (Exception exception) when (item.Life is { IsOver: true })
        {
            // A process that has died cannot fail.
            story.Note($"(after the end of its life: {exception.GetType().Name})");
        }
        catch (Exception exception)
        {
            story.Fail($"the process would have died of {exception}");
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(null);
        }
    }

    private sealed class Runner
    {
        public Runner(Action<Runner> loop) => Thread = new Thread(() => loop(this), maxStackSize: 512 * 1024) { IsBackground = true, Name = "simulation" };

        public Thread Thread { get; }

        public SemaphoreSlim Go { get; } = new(0);
    }
}
