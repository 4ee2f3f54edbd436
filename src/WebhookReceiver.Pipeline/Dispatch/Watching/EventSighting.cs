namespace WebhookReceiver.Dispatch;

/// <summary>A step in the life of an event.</summary>
internal enum EventSighting
{
    /// <summary>It was read from its delivery.</summary>
    Arrived,

    /// <summary>It was handled before, or is being handled.</summary>
    Duplicate,

    /// <summary>A handler failed and will be called again.</summary>
    Retrying,

    /// <summary>All handlers have finished.</summary>
    Handled,

    /// <summary>It is finished, and a dead letter of it was written.</summary>
    GivenUp,
}
