using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using WebhookReceiver.Inbox;

namespace WebhookReceiver.Postgres;

/// <summary>How plans and failures are stored. There are few plans, so each is written and read once.</summary>
internal static class OutcomeText
{
    private const int MostRead = 10_000;

    private static readonly ConditionalWeakTable<HandlerPlan, string> Written = [];
    private static readonly ConcurrentDictionary<string, HandlerPlan> Known = new(StringComparer.Ordinal);

    public static string Of(HandlerPlan plan) => Written.GetValue(plan, static plan => JsonSerializer.Serialize(new string[][] { NamesOf(plan.Handlers), NamesOf(plan.Fallbacks) }));

    public static HandlerPlan PlanIn(string text)
    {
        if (Known.Count > MostRead)
        {
            Known.Clear();
        }

        return Known.GetOrAdd(text, static text => JsonSerializer.Deserialize<string[][]>(text) is [var handlers, var fallbacks]
            ? new HandlerPlan(HandlersIn(handlers), HandlersIn(fallbacks))
            : throw new InvalidDataException("A plan in the table outcome is not one."));
    }

    public static string Of(HandlerFailure failure) =>
        string.Create(CultureInfo.InvariantCulture, $"{failure.Attempts};{failure.FirstAt.UtcTicks};{failure.At.UtcTicks};{failure.DueAt.UtcTicks}");

    public static HandlerFailure FailureIn(string text)
    {
        var numbers = Array.ConvertAll(text.Split(';'), static number => long.Parse(number, CultureInfo.InvariantCulture));
        return new HandlerFailure((int)numbers[0], At(numbers[1]), At(numbers[2]), At(numbers[3]));
    }

    // A handler with a predicate is marked by its first character.
    private static string[] NamesOf(PlannedHandler[] handlers) => Array.ConvertAll(handlers, static handler => (handler.IsConditional ? "?" : "!") + handler.Name);

    private static PlannedHandler[] HandlersIn(string[] names) => Array.ConvertAll(names, static name => new PlannedHandler(name[1..], name[0] is '?'));

    private static DateTimeOffset At(long ticks) => new(ticks, TimeSpan.Zero);
}
