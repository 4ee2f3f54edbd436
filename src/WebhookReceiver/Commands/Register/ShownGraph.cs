namespace WebhookReceiver.Commands.Register;

/// <summary>What is registered at Meta: the app's subscription, the links and overrides of accounts, the overrides of numbers; and what the token is allowed.</summary>
internal sealed class ShownGraph(RegisterRun run, EndpointSettings endpoint, Uri? expected)
{
    private const string Service = "Meta";
    private const string App = "app";
    private const string Token = "token";

    private readonly Secret? token = run.Secrets.Find(GraphSettings.TokenKey);

    public async Task<IReadOnlyList<RegisteredItem>> ReadAsync(IReadOnlyList<string> accounts, IReadOnlyList<string> numbers, CancellationToken cancellationToken)
    {
        if (run.Configuration[GraphSettings.AppIdKey] is not { Length: > 0 })
        {
            return [RegisteredItem.NotChecked(Service, App, $"{GraphSettings.AppIdKey} is not set.")];
        }

        var graph = run.Graph();
        var items = new List<RegisteredItem>();
        var appToken = await AppTokenAsync(graph, items, cancellationToken);
        var inspected = appToken is null ? null : await ReadTokenAsync(graph, appToken, items, cancellationToken);
        await ReadAccountsAsync(graph, accounts.Count > 0 ? accounts : inspected?.Accounts ?? [], items, cancellationToken);

        foreach (var number in numbers)
        {
            items.Add(await CheckedAsync($"number {number}", what => NumberAsync(graph, what, number, cancellationToken)));
        }

        return items;
    }

    private async Task<Secret?> AppTokenAsync(GraphApi graph, List<RegisteredItem> items, CancellationToken cancellationToken)
    {
        if (run.Secrets.Find(endpoint.AppSecretKey) is not { } appSecret)
        {
            items.Add(RegisteredItem.NotChecked(Service, App, $"{endpoint.AppSecretKey} is not set."));
            return null;
        }

        Secret? appToken = null;
        items.Add(await RegisteredItem.OrFailedAsync(Service, App, async () =>
        {
            appToken = await graph.AppTokenAsync(appSecret, endpoint.AppSecretKey, cancellationToken);
            return SubscriptionOf(await graph.SubscriptionAsync(appToken, cancellationToken));
        }));
        return appToken;
    }

    private RegisteredItem SubscriptionOf(AppSubscription? subscription)
    {
        if (subscription is null)
        {
            return new RegisteredItem(Service, App, RegisteredState.None, Url: null, ["The app is not subscribed: register meta."]);
        }

        IReadOnlyList<string> differences = [.. subscription.DifferencesFrom(endpoint.Sender is EndpointSender.Meta ? expected : null, SubscribableFields.All)];
        return new RegisteredItem(
            Service, App, differences.Count is 0 ? RegisteredState.Registered : RegisteredState.Different, ShownUrl.Of(subscription.CallbackUrl), [.. differences, $"Fields: {string.Join(", ", subscription.Fields)}."]);
    }

    private async Task<InspectedToken?> ReadTokenAsync(GraphApi graph, Secret appToken, List<RegisteredItem> items, CancellationToken cancellationToken)
    {
        if (token is null)
        {
            return null;
        }

        InspectedToken? inspected = null;
        items.Add(await RegisteredItem.OrFailedAsync(Service, Token, async () =>
        {
            inspected = await graph.InspectAsync(appToken, token, cancellationToken);
            IReadOnlyList<string> problems =
            [
                .. inspected.IsValid ? Array.Empty<string>() : [$"{GraphSettings.TokenKey} is not valid any more."],
                .. inspected.MissingScopes.Select(static scope => $"The permission {scope} is missing."),
            ];
            return new RegisteredItem(Service, Token, problems.Count is 0 ? RegisteredState.Registered : RegisteredState.Different, Url: null, [.. problems, $"{GraphSettings.TokenKey} {inspected.Describe()}."]);
        }));
        return inspected;
    }

    private async Task ReadAccountsAsync(GraphApi graph, IReadOnlyList<string> accounts, List<RegisteredItem> items, CancellationToken cancellationToken)
    {
        if (token is null || accounts.Count is 0)
        {
            items.Add(RegisteredItem.NotChecked(Service, "accounts", token is null ? $"{GraphSettings.TokenKey} is not set." : "No account is known; give one with --account."));
        }

        foreach (var account in accounts)
        {
            items.Add(await CheckedAsync($"account {account}", async what => await graph.LinkAsync(account, token!, cancellationToken) switch
            {
                null => new RegisteredItem(Service, what, RegisteredState.None, Url: null, [$"The app is not linked: register account {account}."]),
                { OverrideUrl: { } url } => new RegisteredItem(Service, what, RegisteredState.Registered, ShownUrl.Of(url), ["An override: messages of this account do not go to the callback URL of the app."]),
                _ => new RegisteredItem(Service, what, RegisteredState.Registered, Url: null, []),
            }));
        }
    }

    private async Task<RegisteredItem> NumberAsync(GraphApi graph, string what, string number, CancellationToken cancellationToken)
    {
        var callbacks = await graph.NumberAsync(number, token!, cancellationToken);
        var url = callbacks.OfNumber ?? callbacks.OfAccount ?? callbacks.OfApp;
        var source = callbacks.OfNumber is not null ? "its own override" : callbacks.OfAccount is not null ? "the override of its account" : "the callback URL of the app";

        return url is null
            ? new RegisteredItem(Service, what, RegisteredState.None, Url: null, ["It has no callback URL."])
            : new RegisteredItem(Service, what, RegisteredState.Registered, ShownUrl.Of(url), [$"The URL is {source}."]);
    }

    /// <summary>Reads with the access token, if there is one.</summary>
    private Task<RegisteredItem> CheckedAsync(string what, Func<string, Task<RegisteredItem>> read) => token is null
        ? Task.FromResult(RegisteredItem.NotChecked(Service, what, $"{GraphSettings.TokenKey} is not set."))
        : RegisteredItem.OrFailedAsync(Service, what, () => read(what));
}
