using WebhookReceiver.Pipeline.Tests.Fakes;
using WebhookReceiver.WhatsApp;

namespace WebhookReceiver.Pipeline.Tests.Simulation;

/// <summary>The user's code of one life: handlers and predicates that follow the script and record their calls in the ledger.</summary>
internal sealed class Calls(World world, Life life)
{
    private static Task? NoTask { get; }

    public bool Wants(string handler, WhatsAppEvent message)
    {
        ThrowWhenOver();
        CheckPause(handler);
        var known = world.Ledger.Find(message);
        var wants = world.Script.Wants(known, handler, known.CallsOf(handler));
        world.Ledger.Asked(life, known, handler, wants);
        return wants;
    }

    public Task Call(string handler, WhatsAppEvent message, WhatsAppContext context, CancellationToken token)
    {
        ThrowWhenOver();
        CheckPause(handler);
        var known = world.Ledger.Find(message);
        var behaviour = world.Script.Of(known, handler, known.CallsOf(handler));
        var call = world.Ledger.Begin(life, known, handler, behaviour);
        CheckBounds(known, context);

        switch (behaviour)
        {
            case Behaviour.Succeed:
                world.Ledger.End(call, isEffective: true);
                return Task.CompletedTask;
            case Behaviour.SucceedLater:
                return After(call, TimeSpan.FromMilliseconds(20), isEffective: true);
            case Behaviour.ThrowLater:
                return After(call, TimeSpan.FromMilliseconds(20), isEffective: false);
            case Behaviour.SucceedTooLate:
                // At the moment when the token fires, when the call is left behind, and long after.
                return After(call, Plan.HandlerTimeout + TimeSpan.FromSeconds(new[] { 0, 1, 30 }[call.Number % 3]), isEffective: true);
            case Behaviour.HangUntilToken:
                return UntilToken(call, token);
            case Behaviour.Hang:
                return new TaskCompletionSource().Task;
            case Behaviour.Block:
                Block(call);
                return Task.CompletedTask;
            case Behaviour.Poison:
                world.Poisoned(known);
                throw new StoryOverException();
            case Behaviour.NullTask:
                world.Ledger.End(call, isEffective: false);
                return NoTask!;
            default:
                world.Ledger.End(call, isEffective: false);
                throw Thrown(behaviour);
        }
    }

    /// <summary>An attempt that had passed the gate in the same moment is in progress.</summary>
    private void CheckPause(string handler)
    {
        if (world.PausedSince.TryGetValue(handler, out var since) && world.Agenda.Now > since)
        {
            world.Story.Fail($"paused: {HandlerSet.Short(handler)} is called {TimeSpan.FromTicks(world.Agenda.Now - since)} after it was paused");
        }
    }

    private void CheckBounds(KnownEvent known, WhatsAppContext context)
    {
        if (context.Attempt > known.Calls.Count + known.Asked + (2 * world.Lives.Count) + 3)
        {
            world.Story.Fail($"hot loop: {known.Name} has begun {context.Attempt} times for {known.Calls.Count} calls");
        }

        if (Interior.EventsInMemory(life.Services) > world.Plan.Waiting + world.Director.Replays + Interior.Unpacked)
        {
            world.Story.Fail($"bounded work: {Interior.EventsInMemory(life.Services)} events wait in memory");
        }
    }

    private Exception Thrown(Behaviour behaviour) => behaviour switch
    {
        Behaviour.NeverRetry => new PermanentFailureException("never"),
        Behaviour.RetryAt => new RetryAtException(life.Clock.GetUtcNow() + world.RetryAfter),
        Behaviour.Aggregate => new AggregateException(new InvalidOperationException("one"), new InvalidOperationException("two")),
        Behaviour.ThrowingMessage => new SpeechlessException(),
        Behaviour.OutOfMemory => MemoryFull.Exception(),
        _ => new InvalidOperationException("as the script says"),
    };

    /// <summary>Ends a call outside the synchronization context of the receiver, as a thread of the user would.</summary>
    private Task After(LedgerCall call, TimeSpan time, bool isEffective)
    {
        var done = new TaskCompletionSource();
        world.Later(life, time, () => world.Agenda.Add(
            life,
            () =>
            {
                world.Ledger.End(call, isEffective);

                if (isEffective)
                {
                    done.SetResult();
                }
                else
                {
                    done.SetException(new InvalidOperationException("as the script says"));
                }
            },
            isBare: true));
        return done.Task;
    }

    private Task UntilToken(LedgerCall call, CancellationToken token)
    {
        var done = new TaskCompletionSource();
        token.UnsafeRegister(
            _ => world.Agenda.Add(
                life,
                () =>
                {
                    world.Ledger.End(call, isEffective: false);
                    done.SetCanceled(token);
                },
                isBare: true),
            null);
        return done.Task;
    }

    private void Block(LedgerCall call)
    {
        world.Runners.Block(release => world.Later(null, TimeSpan.FromSeconds(call.Number % 2 is 0 ? 10 : 100), release));
        ThrowWhenOver();
        world.Ledger.End(call, isEffective: true);
    }

    private void ThrowWhenOver()
    {
        if (life.IsOver)
        {
            throw new StoryOverException();
        }
    }
}
