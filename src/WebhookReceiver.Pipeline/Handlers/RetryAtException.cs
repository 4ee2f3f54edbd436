namespace WebhookReceiver;

/// <summary>
/// Thrown by a handler that cannot handle the event now and asks to be called again at a given time. It counts as one of the <c>Dispatch:MaxAttempts</c> calls. The event's conversation waits until then,
/// however long that is; all others go on. A time in the past means at once. A time too far away is brought forward to seven
/// eighths of <c>Inbox:DuplicateWindowDays</c> after the first call (day 7 of 8), because later a repetition of the event might no longer be recognised.
/// </summary>
public class RetryAtException : Exception
{
    /// <summary>Asks for another call at the given time.</summary>
    /// <param name="retryAt">When to call again.</param>
    public RetryAtException(DateTimeOffset retryAt)
        : this(retryAt, "The handler asked to be called again later.")
    {
    }

    /// <summary>Asks for another call at the given time, with a reason.</summary>
    /// <param name="retryAt">When to call again.</param>
    /// <param name="message">The reason. It is kept with the dead letter if the event becomes one, and never logged.</param>
    public RetryAtException(DateTimeOffset retryAt, string message)
        : base(message) => RetryAt = retryAt;

    /// <summary>Asks for another call at the given time, with a reason and the exception that caused it.</summary>
    /// <param name="retryAt">When to call again.</param>
    /// <param name="message">The reason. It is kept with the dead letter if the event becomes one, and never logged.</param>
    /// <param name="innerException">The cause.</param>
    public RetryAtException(DateTimeOffset retryAt, string message, Exception innerException)
        : base(message, innerException) => RetryAt = retryAt;

    /// <summary>Asks for another call as soon as possible.</summary>
    public RetryAtException()
        : this(default(DateTimeOffset))
    {
    }

    /// <summary>Asks for another call as soon as possible, with a reason.</summary>
    /// <param name="message">The reason.</param>
    public RetryAtException(string message)
        : this(default, message)
    {
    }

    /// <summary>Asks for another call as soon as possible, with a reason and the exception that caused it.</summary>
    /// <param name="message">The reason.</param>
    /// <param name="innerException">The cause.</param>
    public RetryAtException(string message, Exception innerException)
        : this(default, message, innerException)
    {
    }

    /// <summary>When to call again.</summary>
    public DateTimeOffset RetryAt { get; }
}
