namespace WebhookReceiver;

/// <summary>
/// Thrown by a handler to say: this event will never work, do not call me with it again. It becomes a dead letter of that handler at once, with the cause <c>never retry</c>; the
/// other handlers, and the next event of the conversation, go on. An operator can still have it replayed.
/// </summary>
public class PermanentFailureException : Exception
{
    /// <summary>A failure without a reason.</summary>
    public PermanentFailureException()
        : base("The handler will never be able to handle this event.")
    {
    }

    /// <summary>A failure with a reason.</summary>
    /// <param name="message">Why. It is kept with the dead letter and shown to operators; it is in no log.</param>
    public PermanentFailureException(string message)
        : base(message)
    {
    }

    /// <summary>A failure with a reason and an exception behind it.</summary>
    /// <param name="message">Why. It is kept with the dead letter and shown to operators; it is in no log.</param>
    /// <param name="innerException">What went wrong.</param>
    public PermanentFailureException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
