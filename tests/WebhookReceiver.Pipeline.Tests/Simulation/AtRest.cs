using WebhookReceiver.Inbox;

namespace WebhookReceiver.Pipeline.Tests.Simulation;

/// <summary>The invariants that hold when nothing runs, nothing waits for a timer and every fault is healed.</summary>
internal sealed class AtRest(Ledger ledger, Story story)
{
    public void Check(Life life)
    {
        if (!life.IsAccepting)
        {
            story.Fail("at rest: the inbox accepts nothing");
            return;
        }

        var (waiting, ready, parked) = Interior.LanesOf(life.Services);
        var letters = Interior.Letters(life.Services);

        if (ready > 0)
        {
            story.Fail($"at rest: {ready} lanes are ready and unserved");
        }

        if (waiting > 0)
        {
            story.Fail($"at rest: {waiting} events wait without a due time ({parked} lanes parked; {Interior.Describe(life.Services)})");
        }

        if (letters.FirstOrDefault(static letter => letter.IsReplaying) is { } replaying)
        {
            story.Fail($"at rest: the replay of {NameOf(replaying)} has not ended");
        }

        foreach (var known in ledger.Events.Where(static known => known.Acknowledged is not null))
        {
            Check(life, known, [.. letters.Where(letter => letter.Key == known.Key)]);
        }

        if (Interior.OpenDeliveries(life.Services) is > 0 and var open)
        {
            story.Fail($"at rest: {open} deliveries are open");
        }
    }

    private void Check(Life life, KnownEvent known, List<DeadLetter> letters)
    {
        if (!Interior.IsSettled(life.Services, known.Key))
        {
            if (!MayBeUnknown(known))
            {
                story.Fail($"at rest: {known.Name} is acknowledged and not settled");
            }

            return;
        }

        var isDone = known.Calls.Exists(static call => call.IsEffective) || letters.Count > 0 || known.Discarded.Count > 0;

        if (!isDone && !IsUnhandled(life, known))
        {
            story.Fail($"at rest: {known.Name} is settled without success and without a dead letter");
        }

        foreach (var handler in known.Calls.Select(static call => call.Handler).Distinct(StringComparer.Ordinal))
        {
            if (!IsThrough(known, handler, letters) && !MayBeForgotten(life, known, handler, letters) && !MayBeLost(known, handler))
            {
                story.Fail($"at rest: {HandlerSet.Short(handler)} was called with {known.Name}, had no success, and there is no dead letter");
            }
        }
    }

    private static bool IsThrough(KnownEvent known, string handler, List<DeadLetter> letters)
    {
        if (known.HasSuccess(handler) || HasLetter(handler) || known.Discarded.Contains(handler))
        {
            return true;
        }

        if (!known.Refusals.ContainsKey(handler))
        {
            return false;
        }

        // It no longer wants the event. Then another handler has had it, or, if it was replayed by hand, the fallback.
        return known.HasSuccess(HandlerSet.Fallback)
            || HasLetter(HandlerSet.Fallback)
            || (!known.Replayed.Contains(handler) && known.Calls.Exists(static call => call.IsEffective));

        bool HasLetter(string name) => letters.Exists(letter => string.Equals(letter.Handler, name, StringComparison.Ordinal));
    }

    /// <summary>
    /// Whether a life ended before the call of the handler was recorded, and a later life did not have the handler. Or it was the fallback, and a later life had other handlers, or
    /// recorded a dead letter for one that it did not have.
    /// </summary>
    private static bool MayBeForgotten(Life life, KnownEvent known, string handler, List<DeadLetter> letters) =>
        known.Calls.Exists(call => call.IsOf(handler)
            && (call.MayBeForgotten || call.IsCut)
            && life.World.Lives.Skip(call.Life.Number).Any(
                later => !later.Handlers.Has(handler) || (handler is HandlerSet.Fallback && (later.Handlers.Names.Count > 0 || letters.Count > 0))));

    /// <summary>
    /// Whether it took effect, and a power cut lost that record but not the later one that its delivery is settled. A duplicate of it would be handled again.
    /// </summary>
    private static bool MayBeUnknown(KnownEvent known) => known.Calls.Exists(static call => call is { IsEffective: true, MayBeForgotten: true, Life.HasLostPower: true });

    /// <summary>Whether a power cut lost the answer of the handler, and it refused the event when it was asked again.</summary>
    private static bool MayBeLost(KnownEvent known, string handler) =>
        known.Refusals.ContainsKey(handler) && known.Calls.Where(call => call.IsOf(handler)).All(static call => call.Life.HasLostPower && (call.MayBeForgotten || call.IsCut));

    /// <summary>Whether no handler wanted it: in one life every handler refused it, and there was no fallback.</summary>
    private static bool IsUnhandled(Life life, KnownEvent known) =>
        known.Calls.TrueForAll(static call => call.MayBeForgotten || call.IsCut) && known.Refusals.Count > 0 && life.World.Lives.Exists(
            other => !other.Handlers.HasFallback && other.Handlers.Names.All(handler => known.Refusals.ContainsKey(handler)));

    private string NameOf(DeadLetter letter) => ledger.Find(letter.Key)?.Name ?? letter.EventType;
}
