namespace WebhookReceiver.Dispatch;

/// <summary>How a call ended.</summary>
internal enum CallEnd
{
    /// <summary>By itself, in time: its task says the rest.</summary>
    InTime,

    /// <summary>Its time was over before it ended.</summary>
    Overdue,

    /// <summary>Its token fired because the service stops, before it ended.</summary>
    CutShort,

    /// <summary>It was not made, because the service stops.</summary>
    NotMade,
}
