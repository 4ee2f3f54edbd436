namespace WebhookReceiver.Commands.Register;

/// <summary>The calls of the Graph API as Meta documents them. The token is in a header, because addresses end up in logs.</summary>
internal sealed class GraphRequests(GraphSettings settings)
{
    private const string Object = "whatsapp_business_account";
    private const string CheckAccount = "Check the id of the account, and that the token's system user is assigned to it with whatsapp_business_management.";
    private const string CheckNumber = "Check the phone number id (not the number itself), and that the token's system user is assigned to its account with whatsapp_business_management.";

    /// <param name="appSecret">The secret of the app.</param>
    /// <param name="secretKey">The setting that contains it.</param>
    public RemoteRequest AppToken(Secret appSecret, string secretKey) => new("get an app access token", HttpMethod.Get, settings.At("oauth/access_token"))
    {
        Query = [("grant_type", "client_credentials"), ("client_id", settings.AppId), ("client_secret", appSecret)],
        Credential = $"{GraphSettings.AppIdKey} and {secretKey}",
    };

    public RemoteRequest Subscribe(Secret appToken, Uri callback, Secret verifyToken, IEnumerable<string> fields) =>
        Of("subscribe the app", HttpMethod.Post, $"{settings.AppId}/subscriptions", appToken, GraphSettings.AppIdKey) with
        {
            Body = new FormBody(
                ("object", Object), ("callback_url", callback.AbsoluteUri), ("verify_token", verifyToken), ("fields", string.Join(',', fields)), ("include_values", "true")),
            Remedy = "If Meta does not offer one of the fields to your app, choose others with --fields.",
        };

    public RemoteRequest Subscriptions(Secret appToken) =>
        Of("read the subscription of the app", HttpMethod.Get, $"{settings.AppId}/subscriptions", appToken, GraphSettings.AppIdKey);

    public RemoteRequest LinkedApps(string account, Secret token) =>
        Of("read the apps linked to the account", HttpMethod.Get, $"{account}/subscribed_apps", token, GraphSettings.TokenKey) with { Remedy = CheckAccount };

    /// <summary>Links the app, or removes the override of an app that is linked.</summary>
    public RemoteRequest Link(string account, Secret token, string purpose) =>
        Of(purpose, HttpMethod.Post, $"{account}/subscribed_apps", token, GraphSettings.TokenKey) with { Remedy = CheckAccount };

    public RemoteRequest OverrideAccount(string account, Secret token, Uri callback, Secret verifyToken) =>
        Of("set the override of the account", HttpMethod.Post, $"{account}/subscribed_apps", token, GraphSettings.TokenKey) with
        {
            Body = new JsonBody(("override_callback_uri", callback.AbsoluteUri), ("verify_token", verifyToken)),
            Remedy = CheckAccount,
        };

    public RemoteRequest Unlink(string account, Secret token) =>
        Of("unlink the app from the account", HttpMethod.Delete, $"{account}/subscribed_apps", token, GraphSettings.TokenKey) with { Remedy = CheckAccount };

    public RemoteRequest NumberWebhook(string number, Secret token) =>
        Of("read the override of the number", HttpMethod.Get, number, token, GraphSettings.TokenKey) with { Query = [("fields", "webhook_configuration")], Remedy = CheckNumber };

    public RemoteRequest OverrideNumber(string number, Secret token, Uri callback, Secret verifyToken) =>
        Of("set the override of the number", HttpMethod.Post, number, token, GraphSettings.TokenKey) with
        {
            Body = WebhookConfiguration(("override_callback_uri", callback.AbsoluteUri), ("verify_token", verifyToken)),
            Remedy = CheckNumber,
        };

    public RemoteRequest RemoveNumberOverride(string number, Secret token) =>
        Of("remove the override of the number", HttpMethod.Post, number, token, GraphSettings.TokenKey) with
        {
            Body = WebhookConfiguration(("override_callback_uri", string.Empty)),
            Remedy = CheckNumber,
        };

    /// <summary>What the token of <c>Graph:AccessToken</c> is allowed; the app itself asks.</summary>
    public RemoteRequest InspectToken(Secret appToken, Secret token) =>
        Of("inspect the access token", HttpMethod.Get, "debug_token", appToken, GraphSettings.AppIdKey) with { Query = [("input_token", token)] };

    private static JsonBody WebhookConfiguration(params IReadOnlyList<(string Name, object Value)> members) => new(("webhook_configuration", members));

    private RemoteRequest Of(string purpose, HttpMethod method, string path, Secret token, string credential) =>
        new(purpose, method, settings.At(path)) { Headers = [("Authorization", token.AsBearer())], Credential = credential };
}
