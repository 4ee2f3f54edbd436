using System.Text;
using WebhookReceiver.Pipeline.Tests.Dispatch;

namespace WebhookReceiver.Pipeline.Tests.Simulation;

/// <summary>The world outside the process: senders, operators and faults. One action after another, with random pauses.</summary>
internal sealed class Director(World world)
{
    private static readonly TimeSpan[] Pauses =
    [
        TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero, TimeSpan.FromMilliseconds(10), TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5),
        TimeSpan.FromSeconds(20), TimeSpan.FromMinutes(1), TimeSpan.FromHours(1),
    ];

    private readonly List<FaultyBody> bodies = [];
    private int done;
    private int sick;
    private bool hasPoison;

    /// <summary>Whether all actions are done and every fault is healed.</summary>
    public bool IsThrough { get; private set; }

    /// <summary>How many dead letters were replayed.</summary>
    public int Replays { get; private set; }

    private Plan Plan => world.Plan;

    public void GoOn()
    {
        if (done >= Plan.Actions)
        {
            Heal();
            IsThrough = true;
            return;
        }

        // While the process is down or stopping there is nothing to act on.
        if (world.Life is not { IsStopping: false } life || !life.IsAccepting)
        {
            // The disk may have to be healed before the process accepts anything.
            if (Plan.Chance(5))
            {
                Heal();
            }

            world.Later(null, TimeSpan.FromSeconds(1), GoOn);
            return;
        }

        done++;

        if (!Plan.HasHealthyOnes && Plan.Chance(8))
        {
            // Continues when the world has come to rest.
            Heal();
            return;
        }

        Act(life);
        world.Later(null, Plan.HasHealthyOnes ? TimeSpan.FromSeconds(Plan.Random.Next(4)) : Plan.OneOf(Pauses), GoOn);
    }

    /// <summary>Resumes the paused handlers, whose events would wait for ever. False when there are none.</summary>
    public bool ResumeHandlers(Life life)
    {
        var paused = HandlerSet.Known.Where(world.PausedSince.ContainsKey).ToList();
        paused.ForEach(handler => world.Agenda.Add(life, () => _ = ChangePauseAsync(life, handler, isPaused: false)));
        return paused.Count > 0;
    }

    private void Act(Life life)
    {
        switch (Plan.Random.Next(Plan.HasHealthyOnes ? 10 : 23))
        {
            case 10 when Plan.May(Faults.Kills):
                world.Crash("killed");
                break;
            case 11 when Plan.May(Faults.PowerCuts):
                world.Crash("the power fails", isPowerCut: true);
                break;
            case 12 when Plan.May(Faults.Stops):
                world.Stop();
                break;
            case 13 or 14 when Plan.May(Faults.ReadErrors):
                world.Story.Note("deliveries cannot be read from now on");
                world.DiskFaults.FailAt(1, forEver: true, Interior.IsRead);
                break;
            case 15 when Plan.May(Faults.ReadErrors):
                Heal();
                break;
            case 16 when Plan.May(Faults.ClockSteps):
                world.WallAhead += TimeSpan.FromMinutes(Plan.Random.Next(-1500, 1500));
                world.Story.Note($"the wall clock is {world.WallAhead} ahead");
                break;
            case 17 or 18 when Plan.May(Faults.Replays):
                world.Agenda.Add(life, () => _ = DecideAboutLetterAsync(life));
                break;
            case 20 when Plan.May(Faults.Pauses):
                world.Agenda.Add(life, () => _ = ChangePauseAsync(life, Plan.OneOf(HandlerSet.Known), isPaused: true));
                break;
            case 21 or 22 when Plan.May(Faults.Pauses):
                world.Agenda.Add(life, () => _ = ChangePauseAsync(life, Plan.OneOf(HandlerSet.Known), isPaused: false));
                break;
            case 19 when Plan.May(Faults.MemoryErrors):
                world.Story.Note("memory runs out at the next reading of a delivery");
                world.DiskFaults.ExhaustMemoryAt(Plan.Random.Next(1, 4), Interior.IsRead);
                break;
            default:
                // Sometimes more at once than fit into the channel.
                for (var left = !Plan.HasHealthyOnes && Plan.Chance(15) ? 6 : 1; left > 0; left--)
                {
                    Deliver(life);
                }

                break;
        }
    }

    private void Heal()
    {
        world.Story.Note("everything is healed");
        world.DiskFaults.Heal();
        bodies.ForEach(static body => body.IsHealed = true);
    }

    private void Deliver(Life life)
    {
        var events = Enumerable.Range(0, Plan.HasHealthyOnes ? 1 : Plan.Random.Next(1, 5)).Select(_ => NextEvent()).Distinct().ToList();
        var bytes = Encoding.UTF8.GetBytes(Wire.Body(events.Select(static known => known.Message)));
        ReadOnlyMemory<byte> body = bytes;

        if (Plan.May(Faults.MemoryErrors) && Plan.Chance(30))
        {
            // The first reading is that of the writer; if it fails, the delivery is not acknowledged.
            var faulty = new FaultyBody(bytes, Plan.Random.Next(2, 9));
            bodies.Add(faulty);
            body = faulty.Memory;
        }

        world.Agenda.Add(life, () => _ = DeliverAsync(life, events, body));
    }

    private KnownEvent NextEvent()
    {
        if (Plan.HasHealthyOnes)
        {
            return Plan.Chance(50) && sick < Plan.Conversations
                ? world.Ledger.New($"sick{++sick}", isHealthy: false, isPoison: false)
                : world.Ledger.New($"well{100 + Plan.Random.Next(3)}", isHealthy: true, isPoison: false);
        }

        if (world.Ledger.Events.Count > 0 && Plan.Chance(20))
        {
            return world.Ledger.Events.ElementAt(Plan.Random.Next(world.Ledger.Events.Count));
        }

        var isPoison = !hasPoison && Plan.May(Faults.Poison) && Plan.Chance(20);
        hasPoison |= isPoison;
        return world.Ledger.New($"user{Plan.Random.Next(Plan.Conversations)}", isHealthy: false, isPoison);
    }

    private async Task DeliverAsync(Life life, List<KnownEvent> events, ReadOnlyMemory<byte> body)
    {
        var names = string.Join(' ', events.Select(static known => $"{known.Name}/{known.User}"));
        world.Story.Note($"delivery of {names}");
        events.ForEach(world.Ledger.Submitted);

        try
        {
            if (await life.AcceptAsync(body))
            {
                world.Story.Note($"acknowledged: {names}");
                events.ForEach(world.Ledger.Acknowledged);
            }
        }
        catch (Exception exception)
        {
            world.Story.Fail($"door: {exception}");
        }
    }

    private async Task ChangePauseAsync(Life life, string handler, bool isPaused)
    {
        try
        {
            // From the moment at which it is resumed it may be called, and from that at which it is paused it may not.
            if (!isPaused)
            {
                world.Story.Note($"{HandlerSet.Short(handler)} is resumed");
                world.PausedSince.Remove(handler);
            }

            await Interior.ChangePauseAsync(life.Services, handler, isPaused);

            if (isPaused && !life.IsOver)
            {
                world.Story.Note($"{HandlerSet.Short(handler)} is paused");
                world.PausedSince.TryAdd(handler, world.Agenda.Now);
            }
        }
        catch (Exception exception)
        {
            world.Story.Fail($"pausing: {exception}");
        }
    }

    private async Task DecideAboutLetterAsync(Life life)
    {
        var letters = Interior.Letters(life.Services).OrderBy(letter => (world.Ledger.Find(letter.Key)?.Name, letter.Handler)).ToList();

        if (letters.Count is 0)
        {
            return;
        }

        var letter = Plan.OneOf(letters);
        var known = world.Ledger.Find(letter.Key)!;
        var name = $"{known.Name} for {HandlerSet.Short(letter.Handler)}";

        try
        {
            if (Plan.Chance(30))
            {
                if (Interior.TryDiscard(life.Services, letter.Id))
                {
                    known.Discarded.Add(letter.Handler ?? string.Empty);
                    world.Story.Note($"the dead letter of {name} is discarded");
                }
            }
            else
            {
                Replays++;
                known.Replayed.Add(letter.Handler ?? string.Empty);
                known.Deaths = 0;
                world.Story.Note($"the dead letter of {name} is replayed: {await Interior.ReplayAsync(life.Services, letter.Id)}");
            }
        }
        catch (OutOfMemoryException)
        {
            world.Story.Note($"there is no memory to decide about the dead letter of {name}");
        }
        catch (Exception exception)
        {
            world.Story.Fail($"dead letters: {exception}");
        }
    }
}
