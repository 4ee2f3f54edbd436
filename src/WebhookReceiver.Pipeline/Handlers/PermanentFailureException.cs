namespace WebhookReceiver;

/// <summary>
/// Thrown by a handler to report that it will never be able to handle this event. The event becomes a dead letter of that handler at once, with the cause <c>never retry</c>; the
/// other handlers, and the next event of the conversation, are not affected. An operator can still replay it.
/// </summary>
public class PermanentFailureException : Exception
{
    /// <summary>A failure without a reason.</summary>
    public PermanentFailureException()
        : base("The handler will never be able to handle this event.")
    {
    }

    /// <summary>A failure with a reason.</summary>
    /// <param name="message">The reason. It is kept with the dead letter and shown to operators, and never logged.</param>
    public PermanentFailureException(string message)
        : base(message)
    {
    }

    /// <summary>A failure with a reason and the exception that caused it.</summary>
    /// <param name="message">The reason. It is kept with the dead letter and shown to operators, and never logged.</param>
    /// <param name="innerException">The cause.</param>
    public PermanentFailureException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
