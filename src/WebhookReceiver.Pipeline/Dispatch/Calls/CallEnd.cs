namespace WebhookReceiver.Dispatch;

/// <summary>How a call ended.</summary>
internal enum CallEnd
{
    /// <summary>It ended in time; its task has the result.</summary>
    InTime,

    /// <summary>Its time limit expired before it ended.</summary>
    Overdue,

    /// <summary>Its token fired because the service stops, before it ended.</summary>
    CutShort,

    /// <summary>It was not made, because the service stops.</summary>
    NotMade,
}
