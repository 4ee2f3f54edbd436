using System.Globalization;
using System.Text.Json.Serialization;
using WebhookReceiver.Inbox;

namespace WebhookReceiver.Operators;

/// <summary>Selects dead letters. A null property matches everything.</summary>
public sealed record DeadLetterFilter
{
    /// <summary>Selects all of them.</summary>
    public static DeadLetterFilter All { get; } = new();

    /// <summary>The name of the handler.</summary>
    [JsonPropertyName("handler")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Handler { get; init; }

    /// <summary>The event type.</summary>
    [JsonPropertyName("type")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Type { get; init; }

    /// <summary>The cause.</summary>
    [JsonPropertyName("cause")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Cause { get; init; }

    /// <summary>The endpoint.</summary>
    [JsonPropertyName("endpoint")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Endpoint { get; init; }

    /// <summary>The full name of the type of the last exception, such as <c>System.TimeoutException</c>.</summary>
    [JsonPropertyName("exception")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Exception { get; init; }

    /// <summary>Last attempted at this time or later.</summary>
    [JsonPropertyName("since")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? Since { get; init; }

    /// <summary>Last attempted before this time.</summary>
    [JsonPropertyName("until")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? Until { get; init; }

    /// <summary>The filter in words, for the audit log.</summary>
    internal string? Words
    {
        get
        {
            var words = string.Join(
                ", ",
                new (string Name, string? Value)[]
                {
                    ("handler", Handler),
                    ("type", Type),
                    ("cause", Cause),
                    ("endpoint", Endpoint),
                    ("exception", Exception),
                    ("since", Since?.ToString("u", CultureInfo.InvariantCulture)),
                    ("until", Until?.ToString("u", CultureInfo.InvariantCulture)),
                }.Where(static one => one.Value is not null).Select(static one => $"{one.Name}: {one.Value}"));
            return words.Length > 0 ? words : null;
        }
    }

    internal bool Fits(DeadLetterEntry letter) =>
        Fits(Handler, letter.Handler)
        && Fits(Type, letter.EventType)
        && Fits(Cause, letter.Cause.Text)
        && Fits(Endpoint, letter.Endpoint)
        && Fits(Exception, letter.ExceptionType)
        && (Since is not { } since || letter.LastAttemptAt >= since)
        && (Until is not { } until || letter.LastAttemptAt < until);

    private static bool Fits(string? wanted, string? actual) => wanted is null || string.Equals(wanted, actual, StringComparison.Ordinal);
}
