namespace WebhookReceiver.WhatsApp;

/// <summary>
/// What sort of trouble an error is, in Meta's own grouping where there is one. An open list: a group that Meta adds is a new value here, not
/// another meaning of an old one.
/// </summary>
/// <param name="Text">The word for it, in lower case.</param>
public readonly record struct ErrorKind(string Text)
{
    /// <summary>The code is not in the table, or none was sent.</summary>
    public static ErrorKind Unknown { get; } = new("unknown");

    /// <summary>A token, a permission or a setting is missing: somebody has to act before anything goes through again.</summary>
    public static ErrorKind Authorization { get; } = new("authorization");

    /// <summary>Too much, too fast: for the app, the account, the number or one recipient.</summary>
    public static ErrorKind Throttling { get; } = new("throttling");

    /// <summary>Meta has restricted or blocked the account, the number or a feature.</summary>
    public static ErrorKind Integrity { get; } = new("integrity");

    /// <summary>Everything else: the request, the recipient, the content, or Meta's own service.</summary>
    public static ErrorKind Other { get; } = new("other");

    /// <summary>The word.</summary>
    public override string ToString() => Text;
}
