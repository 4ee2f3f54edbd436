using System.Text;
using WebhookReceiver.Pipeline.Tests.Dispatch;
using WebhookReceiver.WhatsApp;

namespace WebhookReceiver.Pipeline.Tests.Simulation;

/// <summary>The model: which events were acknowledged, and how often and when each handler took effect on them. It checks the invariants of each call.</summary>
internal sealed class Ledger(Plan plan, Agenda agenda, Story story)
{
    /// <summary>How long after a call its outcome is synced at the latest.</summary>
    private static readonly TimeSpan SyncTime = TimeSpan.FromSeconds(3);

    private const int MostAsked = 500;

    private readonly Dictionary<string, KnownEvent> events = new(StringComparer.Ordinal);
    private readonly List<LedgerCall> running = [];
    private int calls;

    public IReadOnlyCollection<KnownEvent> Events => events.Values;

    public KnownEvent New(string user, bool isHealthy, bool isPoison)
    {
        var name = $"e{events.Count + 1}";
        var message = Wire.Message(user, name);
        var key = WhatsAppPayload.Enumerate(Encoding.UTF8.GetBytes(Wire.Body(message))).Single().Key;
        var known = new KnownEvent(name, user, message, key) { IsHealthy = isHealthy, IsPoison = isPoison };
        events.Add(name, known);
        return known;
    }

    public KnownEvent Find(WhatsAppEvent message) => events[((TextMessage)message).MessageId!];

    public KnownEvent? Find(EventKey key) => events.Values.FirstOrDefault(known => known.Key == key);

    public void Submitted(KnownEvent known) => known.SubmittedAt ??= agenda.Steps;

    public void Acknowledged(KnownEvent known) => known.Acknowledged ??= (agenda.Steps, agenda.Now);

    public void Asked(Life life, KnownEvent known, string handler, bool wants)
    {
        Seen(life, known, handler);

        if (++known.Asked > MostAsked)
        {
            story.Fail($"hot loop: predicates were asked {known.Asked} times about {known.Name}");
        }

        if (wants)
        {
            known.Refusals.Remove(handler);
        }
        else
        {
            known.Refusals[handler] = life.Number;
            story.Note($"{HandlerSet.Short(handler)} refuses {known.Name}");
        }
    }

    public LedgerCall Begin(Life life, KnownEvent known, string handler, Behaviour behaviour)
    {
        Seen(life, known, handler);
        var call = new LedgerCall(life, known, handler, behaviour, ++calls, agenda.Now);
        story.Note($"{HandlerSet.Short(handler)} gets {known.Name} of {known.User}: {behaviour}");

        if (!known.Replayed.Contains(handler)
            && events.Values.FirstOrDefault(later => later.IsOf(known.User) && IsBefore(known, later) && later.Calls.Exists(other => other.Life == life)) is { } overtaken)
        {
            story.Fail($"order: {known.Name} is called after {overtaken.Name}, which came later");
        }

        call.IsCut = life.IsStopping;
        known.Add(call);
        running.RemoveAll(other => other.Life.IsOver || agenda.Now - other.Begun >= (Plan.HandlerTimeout + TimeSpan.FromSeconds(1)).Ticks);
        running.Add(call);

        if (running.Count(other => other.IsOf(handler)) is var count && count > Interior.MostCalls(plan.Concurrency))
        {
            story.Fail($"bounded work: {count} calls of {HandlerSet.Short(handler)} at the same time");
        }

        return call;
    }

    public void End(LedgerCall call, bool isEffective)
    {
        running.Remove(call);
        call.Ended = agenda.Now;
        call.IsLate = agenda.Now - call.Begun >= Plan.HandlerTimeout.Ticks || (call.Life.StoppingSince is { } stop && agenda.Now - stop >= Life.StopTime.Ticks);

        if (!isEffective)
        {
            return;
        }

        if (!call.IsLate && call.Event.Calls.Exists(other => other != call && other.IsOf(call.Handler) && other is { IsEffective: true, IsLate: false, MayBeForgotten: false }))
        {
            story.Fail($"once: {HandlerSet.Short(call.Handler)} took effect on {call.Event.Name} before");
        }

        call.IsEffective = true;
    }

    /// <summary>The process has died: its latest calls may be repeated.</summary>
    public void Crashed(Life life)
    {
        foreach (var known in events.Values)
        {
            var inLife = known.Calls.FindAll(call => call.Life == life);

            if (inLife.Exists(call => call.Ended is null || agenda.Now - call.Ended < SyncTime.Ticks))
            {
                inLife.ForEach(static call => call.MayBeForgotten = true);
            }
        }
    }

    /// <summary>The service is asked to stop: calls in progress may be cut short, and are then repeated by the next life.</summary>
    public void Stopping(Life life)
    {
        foreach (var call in events.Values.SelectMany(known => known.Calls).Where(call => call.Life == life && call.Ended is null))
        {
            call.IsCut = true;
        }
    }

    private static bool IsBefore(KnownEvent one, KnownEvent other) => one.Acknowledged is { } acknowledged && acknowledged.Step < other.SubmittedAt;

    private void Seen(Life life, KnownEvent known, string handler)
    {
        if (known.IsSeen)
        {
            return;
        }

        known.IsSeen = true;

        if (events.Values.FirstOrDefault(earlier => earlier.IsOf(known.User) && IsBefore(earlier, known) && !earlier.IsSeen && !Interior.IsSettled(life.Services, earlier.Key)) is { } passed)
        {
            story.Fail($"order: {HandlerSet.Short(handler)} sees {known.Name} in life {life.Number}, and nobody has seen {passed.Name}, which came earlier");
        }

        if (plan.HasHealthyOnes && known.IsHealthy && known.Acknowledged is { } acknowledged && agenda.Now - acknowledged.Time > Interior.LongestWait.Ticks)
        {
            story.Fail($"starved: {known.Name} waited {TimeSpan.FromTicks(agenda.Now - acknowledged.Time)} for others");
        }
    }
}
