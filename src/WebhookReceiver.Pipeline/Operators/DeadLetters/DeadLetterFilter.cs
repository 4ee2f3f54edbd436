using WebhookReceiver.Inbox;

namespace WebhookReceiver.Operators;

/// <summary>Which dead letters are meant. What is null does not matter.</summary>
public sealed record DeadLetterFilter
{
    /// <summary>All of them.</summary>
    public static DeadLetterFilter All { get; } = new();

    /// <summary>Of this handler.</summary>
    public string? Handler { get; init; }

    /// <summary>Of this event type.</summary>
    public string? Type { get; init; }

    /// <summary>Of this cause.</summary>
    public string? Cause { get; init; }

    /// <summary>Of this endpoint.</summary>
    public string? Endpoint { get; init; }

    /// <summary>Last tried at this time or later.</summary>
    public DateTimeOffset? Since { get; init; }

    internal bool Fits(DeadLetterEntry letter) =>
        Fits(Handler, letter.Handler)
        && Fits(Type, letter.EventType)
        && Fits(Cause, letter.Cause.Text)
        && Fits(Endpoint, letter.Endpoint)
        && (Since is not { } since || letter.LastAttemptAt >= since);

    private static bool Fits(string? wanted, string? actual) => wanted is null || string.Equals(wanted, actual, StringComparison.Ordinal);
}
