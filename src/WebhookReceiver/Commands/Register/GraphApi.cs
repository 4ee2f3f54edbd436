namespace WebhookReceiver.Commands.Register;

/// <summary>Meta's Graph API: sends calls and reads their answers.</summary>
internal sealed class GraphApi(GraphSettings settings, Remote remote, SecretMask mask)
{
    private const string BusinessAccount = "whatsapp_business_account";

    private readonly GraphErrors errors = new(mask);

    public GraphRequests Requests { get; } = new(settings);

    /// <summary>A token of the app itself, which alone may change its subscription.</summary>
    /// <exception cref="CommandFailedException">Meta does not give one.</exception>
    public async Task<Secret> AppTokenAsync(Secret appSecret, string secretKey, CancellationToken cancellationToken)
    {
        var request = Requests.AppToken(appSecret, secretKey);
        var answer = await ReadAsync(request, cancellationToken);
        return answer["access_token"].Text is { Length: > 0 } token ? mask.Keep(token) : throw new CommandFailedException($"Could not {request.Purpose}: Meta's answer contains none.");
    }

    /// <summary>A call that changes something.</summary>
    /// <exception cref="CommandFailedException">Meta refuses it; the message names the next step.</exception>
    public async Task ChangeAsync(RemoteRequest request, CancellationToken cancellationToken)
    {
        if (!(await ReadAsync(request, cancellationToken))["success"].IsTrue)
        {
            throw new CommandFailedException($"Could not {request.Purpose}: Meta did not confirm it. Read what is registered with: register show.");
        }
    }

    /// <returns>Null when the app has no subscription for WhatsApp.</returns>
    public async Task<AppSubscription?> SubscriptionAsync(Secret appToken, CancellationToken cancellationToken)
    {
        var answer = await ReadAsync(Requests.Subscriptions(appToken), cancellationToken);
        return answer["data"].Items.Where(static item => item["object"].Text is BusinessAccount).Select(AppSubscription.Read).FirstOrDefault();
    }

    /// <returns>Null when the app is not linked to the account.</returns>
    public async Task<AccountLink?> LinkAsync(string account, Secret token, CancellationToken cancellationToken)
    {
        var answer = await ReadAsync(Requests.LinkedApps(account, token), cancellationToken);
        return answer["data"].Items
            .Where(item => string.Equals(item["whatsapp_business_api_data"]["id"].Text, settings.AppId, StringComparison.Ordinal))
            .Select(static item => new AccountLink(item["override_callback_uri"].Text))
            .FirstOrDefault();
    }

    public async Task<NumberCallbacks> NumberAsync(string number, Secret token, CancellationToken cancellationToken)
    {
        var callbacks = (await ReadAsync(Requests.NumberWebhook(number, token), cancellationToken))["webhook_configuration"];
        return new NumberCallbacks(NotEmpty(callbacks["phone_number"].Text), NotEmpty(callbacks["whatsapp_business_account"].Text), NotEmpty(callbacks["application"].Text));
    }

    public async Task<InspectedToken> InspectAsync(Secret appToken, Secret token, CancellationToken cancellationToken) =>
        InspectedToken.Read((await ReadAsync(Requests.InspectToken(appToken, token), cancellationToken))["data"]);

    private static string? NotEmpty(string? text) => text is { Length: > 0 } ? text : null;

    private async Task<RemoteJson> ReadAsync(RemoteRequest request, CancellationToken cancellationToken)
    {
        var answer = await remote.SendAsync(request, cancellationToken);

        if (answer.Json["error"].IsPresent)
        {
            throw new CommandFailedException(errors.Explain(request, answer));
        }

        if (RemoteTrouble.Explain(settings.Service, request, answer) is { } trouble)
        {
            throw new CommandFailedException(trouble);
        }

        return answer.IsJson ? answer.Json : throw new CommandFailedException(RemoteTrouble.NotJson(settings.Service, request, answer));
    }
}
