namespace WebhookReceiver.Dispatch;

/// <summary>Which part of the user's code is called.</summary>
internal enum CallKind
{
    /// <summary>The predicate of a handler.</summary>
    Ask,

    /// <summary>A handler.</summary>
    Handle,

    /// <summary>The disposal of the services that the handlers have used.</summary>
    Dispose,
}
