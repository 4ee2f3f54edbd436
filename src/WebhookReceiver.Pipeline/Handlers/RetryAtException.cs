namespace WebhookReceiver;

/// <summary>
/// Thrown by a handler to say: not now, call me again at that time. It counts as one of the <c>Dispatch:MaxAttempts</c> calls, and the conversation of the event waits until then,
/// however long that is, while all others go on. A time that is over means at once. One that is too far away is brought forward to seven
/// eighths of <c>Inbox:DuplicateWindowDays</c> after the first call (day 7 of 8), because later a repetition of the event might not be recognised any more.
/// </summary>
public class RetryAtException : Exception
{
    /// <summary>Calls again at a time.</summary>
    /// <param name="retryAt">When to call again.</param>
    public RetryAtException(DateTimeOffset retryAt)
        : this(retryAt, "The handler asked to be called again later.")
    {
    }

    /// <summary>Calls again at a time, with a reason.</summary>
    /// <param name="retryAt">When to call again.</param>
    /// <param name="message">Why. It is kept with a dead letter, should it come to one; it is in no log.</param>
    public RetryAtException(DateTimeOffset retryAt, string message)
        : base(message) => RetryAt = retryAt;

    /// <summary>Calls again at a time, with a reason and an exception behind it.</summary>
    /// <param name="retryAt">When to call again.</param>
    /// <param name="message">Why. It is kept with a dead letter, should it come to one; it is in no log.</param>
    /// <param name="innerException">What went wrong.</param>
    public RetryAtException(DateTimeOffset retryAt, string message, Exception innerException)
        : base(message, innerException) => RetryAt = retryAt;

    /// <summary>As soon as possible.</summary>
    public RetryAtException()
        : this(default(DateTimeOffset))
    {
    }

    /// <summary>As soon as possible, with a reason.</summary>
    /// <param name="message">Why.</param>
    public RetryAtException(string message)
        : this(default, message)
    {
    }

    /// <summary>As soon as possible, with a reason and an exception behind it.</summary>
    /// <param name="message">Why.</param>
    /// <param name="innerException">What went wrong.</param>
    public RetryAtException(string message, Exception innerException)
        : this(default, message, innerException)
    {
    }

    /// <summary>When to call again.</summary>
    public DateTimeOffset RetryAt { get; }
}
