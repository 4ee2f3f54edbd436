namespace WebhookReceiver.WhatsApp;

/// <summary>
/// The kind of problem, using Meta's own grouping where there is one. An open list: a group that Meta adds becomes a new value here, not
/// a new meaning of an existing one.
/// </summary>
/// <param name="Text">The name of the kind, in lower case.</param>
public readonly record struct ErrorKind(string Text)
{
    /// <summary>The code is not in the table, or none was sent.</summary>
    public static ErrorKind Unknown { get; } = new("unknown");

    /// <summary>A token, permission or setting is missing: somebody has to act before requests succeed again.</summary>
    public static ErrorKind Authorization { get; } = new("authorization");

    /// <summary>A rate limit was exceeded: for the app, the account, the number or one recipient.</summary>
    public static ErrorKind Throttling { get; } = new("throttling");

    /// <summary>Meta has restricted or blocked the account, the number or a feature.</summary>
    public static ErrorKind Integrity { get; } = new("integrity");

    /// <summary>Everything else: the request, the recipient, the content, or Meta's own service.</summary>
    public static ErrorKind Other { get; } = new("other");

    /// <summary>Returns the name of the kind.</summary>
    public override string ToString() => Text;
}
