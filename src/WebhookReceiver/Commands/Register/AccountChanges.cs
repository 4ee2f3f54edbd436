namespace WebhookReceiver.Commands.Register;

/// <summary>A change of the link between the app and an account. It begins with the link as it is, and ends with the link as read back.</summary>
internal abstract class AccountChange(GraphApi graph, string account, Secret token)
{
    /// <summary>The call that makes the change.</summary>
    public abstract RemoteRequest Request { get; }

    protected GraphApi Graph => graph;

    protected string Account => account;

    protected Secret Token => token;

    public async Task<Registration> RunAsync(CancellationToken cancellationToken)
    {
        if (AlreadyDone(await ReadAsync(cancellationToken)) is { } done)
        {
            return done;
        }

        await Graph.ChangeAsync(Request, cancellationToken);
        return Compare(await ReadBack.AfterChangeAsync(ReadAsync(cancellationToken)));
    }

    /// <returns>Null when the call is needed.</returns>
    protected abstract Registration? AlreadyDone(AccountLink? link);

    protected abstract Registration Compare(AccountLink? link);

    private Task<AccountLink?> ReadAsync(CancellationToken cancellationToken) => Graph.LinkAsync(Account, Token, cancellationToken);
}

/// <summary>Links the app. An app that is linked is left alone: the same call would remove its override.</summary>
internal sealed class LinkAccount(GraphApi graph, string account, Secret token) : AccountChange(graph, account, token)
{
    public override RemoteRequest Request => Graph.Requests.Link(Account, Token, "link the app to the account, unless it is linked");

    protected override Registration? AlreadyDone(AccountLink? link) => link switch
    {
        null => null,
        { OverrideUrl: { } url } => new Registration($"The app is already linked to the account {Account}, with an override to {ShownUrl.Of(url)}.", ShownUrl.Of(url)),
        _ => new Registration($"The app is already linked to the account {Account}.", callbackUrl: null),
    };

    protected override Registration Compare(AccountLink? link) => link is null
        ? new Registration($"Meta confirmed the link to the account {Account}, but it cannot be read back.", callbackUrl: null, "The app is not linked.")
        : new Registration($"The app is linked to the account {Account}: its notifications go to the callback URL of the app.", callbackUrl: null);
}

/// <summary>Removes the override. An app that is not linked is left alone: the same call would link it.</summary>
internal sealed class RemoveAccountOverride(GraphApi graph, string account, Secret token) : AccountChange(graph, account, token)
{
    public override RemoteRequest Request => Graph.Requests.Link(Account, Token, "remove the override of the account, if it has one");

    protected override Registration? AlreadyDone(AccountLink? link) => link switch
    {
        null => new Registration($"The app is not linked to the account {Account}.", callbackUrl: null, "There is no override to remove."),
        { OverrideUrl: null } => new Registration($"The account {Account} has no override.", callbackUrl: null, "There is no override to remove."),
        _ => null,
    };

    protected override Registration Compare(AccountLink? link) => link switch
    {
        null => new Registration($"The override of the account {Account} is removed, but so is the link.", callbackUrl: null, "The app is not linked any more."),
        { OverrideUrl: { } url } => new Registration($"The account {Account} still has an override to {ShownUrl.Of(url)}.", ShownUrl.Of(url), "The override is still there."),
        _ => new Registration($"The account {Account} has no override any more: its notifications go to the callback URL of the app.", callbackUrl: null),
    };
}

/// <summary>Unlinks the app.</summary>
internal sealed class UnlinkAccount(GraphApi graph, string account, Secret token) : AccountChange(graph, account, token)
{
    public override RemoteRequest Request => Graph.Requests.Unlink(Account, Token);

    protected override Registration? AlreadyDone(AccountLink? link) =>
        link is null ? new Registration($"The app is not linked to the account {Account}.", callbackUrl: null, "There is no link to remove.") : null;

    protected override Registration Compare(AccountLink? link) => link is null
        ? new Registration($"The app is not linked to the account {Account} any more: nothing comes from it.", callbackUrl: null)
        : new Registration($"The app is still linked to the account {Account}.", callbackUrl: null, "The link is still there.");
}
