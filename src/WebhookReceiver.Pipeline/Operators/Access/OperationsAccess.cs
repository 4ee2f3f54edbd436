namespace WebhookReceiver.Operators;

/// <summary>What a caller of <c>/api</c> may do.</summary>
internal enum OperationsAccess
{
    /// <summary>Only read: the holder of <c>Operations:ReadKey</c>.</summary>
    Read,

    /// <summary>Everything.</summary>
    Full,
}
