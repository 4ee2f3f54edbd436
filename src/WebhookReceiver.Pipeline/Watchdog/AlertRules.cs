using System.Globalization;

namespace WebhookReceiver.Watchdog;

/// <summary>
/// Judges one sample after another: which alerts there are, and why, in a sentence for the person on call. Arithmetic, without a clock and without effects. An alert ends later than it would begin, so that a figure
/// near a limit does not make it begin again and again.
/// </summary>
internal sealed class AlertRules(TimeSpan silenceAfter, TimeSpan oldestOpen)
{
    /// <summary>How far refusals and late arrivals are looked back at.</summary>
    public static readonly TimeSpan Recently = TimeSpan.FromMinutes(10);

    /// <summary>For how long a new dead letter is an alert.</summary>
    public static readonly TimeSpan LettersAreNew = TimeSpan.FromHours(1);

    /// <summary>A tool that renews certificates has done so by then; half of them do it a month before.</summary>
    public static readonly TimeSpan CertificateNotice = TimeSpan.FromDays(14);

    /// <summary>Fewer may be a stranger, or an event that was on its way for long.</summary>
    public const int Several = 5;

    private readonly Dictionary<string, (SlidingWindow Accepted, SlidingWindow Unproven)> endpoints = new(StringComparer.Ordinal);
    private readonly SlidingWindow late = new(Recently);
    private readonly SlidingWindow written = Since(TimeSpan.Zero, LettersAreNew);
    private readonly SlidingWindow kept = new(LettersAreNew);
    private Dictionary<Alert, string> found = [];

    /// <returns>The alerts that there are now, each with its reason.</returns>
    public IReadOnlyDictionary<Alert, string> Judge(WatchSample now)
    {
        Remember(now);
        var reasons = new Dictionary<Alert, string>();

        foreach (var alert in AlertExtensions.All)
        {
            if (ReasonOf(alert, now) is { } reason)
            {
                reasons.Add(alert, reason);
            }
        }

        return found = reasons;
    }

    private string? ReasonOf(Alert alert, WatchSample now) => alert switch
    {
        Alert.Silence => Silence(now),
        Alert.Refused => Refused(now),
        Alert.Retried => Retried(),
        Alert.OldEvents => OldEvents(now),
        Alert.DeadLetters => DeadLetters(now),
        Alert.Disk => Disk(now),
        Alert.Certificate => Certificate(now),
        _ => throw new ArgumentOutOfRangeException(nameof(alert), alert, "An alert without a rule."),
    };

    private void Remember(WatchSample now)
    {
        late.Add(now.At, now.LateArrivals);
        written.Add(now.At, now.DeadLettered);

        if (now.Store.DeadLetters is { } count)
        {
            kept.Add(now.At, count);
        }

        foreach (var endpoint in now.Endpoints)
        {
            if (!endpoints.TryGetValue(endpoint.Name, out var windows))
            {
                // What was counted before the first sample happened since the start, too.
                endpoints[endpoint.Name] = windows = (Since(TimeSpan.Zero, Recently), Since(TimeSpan.Zero, Recently));
            }

            windows.Accepted.Add(now.At, endpoint.Accepted);
            windows.Unproven.Add(now.At, endpoint.Unproven);
        }
    }

    private string? Silence(WatchSample now) =>
        silenceAfter > TimeSpan.Zero && now.Endpoints.Count > 0 && now.Endpoints.Min(static endpoint => endpoint.SinceAccepted) is var silent && silent >= silenceAfter
            ? $"nothing was accepted for {Text(silent)} (Alerts:SilenceAfter); check the subscription of the app and the callback URL (register show)"
            : null;

    private string? Refused(WatchSample now)
    {
        var least = found.ContainsKey(Alert.Refused) ? 1 : Several;
        var refusing = now.Endpoints.Where(endpoint => endpoints[endpoint.Name] is var windows && windows.Accepted.Growth is 0 && windows.Unproven.Growth >= least).Select(static endpoint => endpoint.Name).ToList();

        return refusing.Count is 0
            ? null
            : $"endpoint {string.Join(", ", refusing)} refused {Number(refusing.Sum(name => endpoints[name].Unproven.Growth))} deliveries within {Text(Recently)} because of their signature or credentials, and accepted none; the secret is probably wrong";
    }

    private string? Retried() => late.Growth >= (found.ContainsKey(Alert.Retried) ? 1 : Several)
        ? $"{Number(late.Growth)} events arrived late within {Text(Recently)}: their sender repeats what it could not deliver before, or the clock of this machine is wrong"
        : null;

    private string? OldEvents(WatchSample now) => oldestOpen > TimeSpan.Zero && now.OldestOpen >= oldestOpen
        ? $"the oldest event that is not handled is {Text(now.OldestOpen.Value)} old (Alerts:OldestOpen); a handler is paused, hangs or fails, or there is more than it can do"
        : null;

    /// <summary>
    /// What this process has written is known from its start, whatever is removed meanwhile. What other instances write into a shared store shows as a rise of what is kept.
    /// </summary>
    private string? DeadLetters(WatchSample now) => now.Store.DeadLetters is > 0 and var count && Math.Min(count, Math.Max(written.Growth, kept.Rise)) is > 0 and var added
        ? $"{Number(added)} dead letter(s) were added within the last hour, and {Number(count)} are kept (dead-letters list)"
        : null;

    private string? Disk(WatchSample now)
    {
        if (now.Store is not { FreeBytes: { } free, MinimumFreeBytes: { } minimum })
        {
            return null;
        }

        var enough = found.ContainsKey(Alert.Disk) ? minimum * 2.5 : minimum * 2.0;
        return free < enough ? $"{Number(free)} bytes are free for the inbox; below {Number(minimum)} (Inbox:MinimumFreeBytes) deliveries are answered with 503" : null;
    }

    private static string? Certificate(WatchSample now) => now.Certificate switch
    {
        null => null,
        { Remaining: var remaining } when remaining > CertificateNotice => null,
        { Remaining: var remaining, Key: var key } when remaining > TimeSpan.Zero => $"a certificate of {key} ends in {Text(remaining)}",
        { Key: var key } => $"a certificate of {key} has ended",
    };

    private static SlidingWindow Since(TimeSpan start, TimeSpan length)
    {
        var window = new SlidingWindow(length);
        window.Add(start, 0);
        return window;
    }

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Text(TimeSpan time) => time switch
    {
        { TotalDays: >= 2 } => string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(time.TotalDays)} days"),
        { TotalHours: >= 2 } => string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(time.TotalHours)} hours"),
        { TotalMinutes: >= 2 } => string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(time.TotalMinutes)} minutes"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(time.TotalSeconds)} seconds"),
    };
}
