using System.Globalization;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WebhookReceiver.Inbox;
using WebhookReceiver.Observation;

namespace WebhookReceiver.Dispatch;

/// <summary>
/// Finds what is stuck between the disk and the handlers; readiness shows it, and it is logged once a minute. Deliveries are still accepted meanwhile, and nothing
/// is given up.
/// </summary>
internal sealed partial class DispatchWatch(
    Lanes lanes,
    HandlerGates gates,
    ThreadReserve threads,
    DeliveryPump pump,
    TurnLoop turns,
    IDeliverySource source,
    DispatchTrouble trouble,
    PausedHandlers paused,
    HandlerPausing pausing,
    ReceiverMetrics metrics,
    TimeProvider clock,
    ILogger<DispatchWatch> logger) : IHostedService, IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LogInterval = TimeSpan.FromMinutes(1);

    /// <summary>A ready lane gets its turn within milliseconds; after this long something is wrong.</summary>
    private static readonly TimeSpan LongestReady = TimeSpan.FromSeconds(10);

    private ITimer? timer;
    private long? loggedAt;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        metrics.ObserveDispatch(
            () => OldestOpen?.TotalSeconds ?? 0, () => lanes.OldestReady.TotalSeconds, () => pump.PutOff, () => threads.LeftBehind, () => trouble.Total);
        timer = clock.CreateTimer(_ => Look(), state: null, Interval, Interval);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        timer?.Dispose();
        return Task.CompletedTask;
    }

    public void Dispose() => timer?.Dispose();

    /// <summary>Adds the figures of dispatch to the answer of readiness.</summary>
    /// <returns>The reasons why dispatch is degraded; empty when it is not.</returns>
    public IReadOnlyList<string> Describe(IDictionary<string, object> data)
    {
        data["oldest_open_seconds"] = Math.Round(OldestOpen?.TotalSeconds ?? 0, 1);
        data["oldest_ready_seconds"] = Math.Round(lanes.OldestReady.TotalSeconds, 1);
        data["conversations"] = lanes.Count;
        data["conversations_waiting"] = lanes.Parked;
        data["put_off_deliveries"] = pump.PutOff;
        data["put_off_total"] = trouble.Total;
        data["left_behind"] = threads.LeftBehind;
        data["paused_handlers"] = paused.All.Select(static pause => pause.Handler).ToList();
        return [.. Reasons(), .. Pauses()];
    }

    /// <summary>The age of the oldest delivery that is not completely handled; null when all are.</summary>
    public TimeSpan? OldestOpen => lanes.Open.Oldest is { } oldest ? Later(clock.GetUtcNow() - oldest) : null;

    private static TimeSpan Later(TimeSpan age) => age > TimeSpan.Zero ? age : TimeSpan.Zero;

    /// <summary>Not logged every minute: a pause is intended, and was logged when it began.</summary>
    private IEnumerable<string> Pauses() => paused.All.Select(pause =>
        Text($"{pause.Handler} is paused by {pause.By} since {pause.At:u}, and {gates.Of(pause.Handler).Calls.Waiting + gates.Of(pause.Handler).Asks.Waiting} conversations wait for it"));

    private IEnumerable<string> Reasons()
    {
        if (lanes.OldestReady > LongestReady)
        {
            yield return Text($"a conversation has been ready for {lanes.OldestReady.TotalSeconds:0} s without getting its turn");
        }

        if (turns.IsSuspecting)
        {
            yield return "an event that was in progress at several deaths of the process runs alone; all others wait for it";
        }

        if (pump.PutOff is > 0 and var deliveries)
        {
            yield return Text($"{deliveries} deliveries could not be parsed and are put off");
        }

        if (trouble.Reason is { } reason)
        {
            yield return $"events are put off and tried again: {reason}";
        }

        if (pausing.Trouble is { } unknown)
        {
            yield return $"it cannot be read which handlers are paused: {unknown}";
        }

        if (source.Trouble is { } reading)
        {
            yield return Text($"{reading.What} of the inbox cannot be read since {reading.Since:u} ({reading.Tries} tries), and what is behind it waits: {reading.Problem}");
        }

        foreach (var gate in gates.All)
        {
            if (gate.Calls.LeftBehind + gate.Asks.LeftBehind is > 0 and var leftBehind)
            {
                yield return Text($"{leftBehind} calls of {gate.Handler} did not end in time and were left behind");
            }

            if (gate.Calls.IsExhausted || gate.Asks.IsExhausted)
            {
                yield return $"{gate.Handler} is not called until calls that were left behind end";
            }
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private void Look()
    {
        try
        {
            foreach (var gate in gates.All)
            {
                gate.Calls.WakeWaiting();
                gate.Asks.WakeWaiting();
            }

            if (lanes.Ready is 0 && source.Count is 0)
            {
                source.GiveBackMemory();
            }

            if (loggedAt is { } at && clock.GetElapsedTime(at) < LogInterval)
            {
                return;
            }

            if (Reasons().ToList() is { Count: > 0 } reasons)
            {
                loggedAt = clock.GetTimestamp();
                Degraded(logger, string.Join("; ", reasons), Math.Round(OldestOpen?.TotalSeconds ?? 0, 1));
            }
        }
        catch (OutOfMemoryException)
        {
            // On a timer thread an exception would end the process. The next look is soon.
        }
    }

    [LoggerMessage(1514, LogLevel.Warning, "Handling is degraded: {Reasons}; the oldest open event is {Seconds} s old")]
    private static partial void Degraded(ILogger logger, string reasons, double seconds);
}
