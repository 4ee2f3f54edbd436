using System.Globalization;

namespace WebhookReceiver.Operators;

/// <summary>Reads the two times of a request that select a range.</summary>
internal static class TimeQuery
{
    /// <returns>What is wrong; null when both could be read or are left out.</returns>
    public static string? TryRead(string? sinceText, string? untilText, out DateTimeOffset? since, out DateTimeOffset? until)
    {
        var isSince = TryRead(sinceText, out since);
        var isUntil = TryRead(untilText, out until);
        return !isSince ? NoTime("since") : !isUntil ? NoTime("until") : null;
    }

    private static string NoTime(string name) => $"{name} is not a time; write it like 2026-11-20T10:00:00Z.";

    private static bool TryRead(string? text, out DateTimeOffset? time)
    {
        var isTime = DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var read);
        time = isTime ? read : null;
        return isTime || text is null;
    }
}
