namespace WebhookReceiver.Operators;

/// <summary>
/// What a route of <c>/api</c> demands of its caller, where that differs from the rule: a key or a session, one that may do everything if the request changes anything, and an inbox that is open.
/// </summary>
internal sealed record RouteAccess
{
    /// <summary>What applies to a route that says nothing.</summary>
    public static readonly RouteAccess Rule = new();

    /// <summary>Whether it is called without a key: it grants access, or says that there is none.</summary>
    public bool IsOpenToAll { get; init; }

    /// <summary>Whether a caller that may only read may use it although its method is one that changes something.</summary>
    public bool IsForReaders { get; init; }

    /// <summary>Whether it answers also while the inbox is being recovered or the service is stopping.</summary>
    public bool WorksWithoutInbox { get; init; }
}
