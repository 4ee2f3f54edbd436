namespace WebhookReceiver.Commands.Register;

/// <summary>What an On-Premises API client has in its settings.</summary>
internal sealed class ShownOnPremises(RegisterRun run, EndpointSettings endpoint, Uri? expected)
{
    private const string Service = "On-Premises";
    private const string What = "application settings";

    public async Task<RegisteredItem> ReadAsync(CancellationToken cancellationToken)
    {
        if (MissingKey() is { } key)
        {
            return RegisteredItem.NotChecked(Service, What, $"{key} is not set.");
        }

        return await RegisteredItem.OrFailedAsync(Service, What, async () =>
        {
            var api = new OnPremisesApi(OnPremisesSettings.Read(run.Configuration), run.Remote, run.Mask);
            var session = new OnPremisesSession(api, run.Secrets, run.Configuration);
            session.ReadCredentials();
            var (webhook, _) = await session.RunAsync(token => api.ReadAsync(token, cancellationToken), cancellationToken);

            if (webhook.Url is null)
            {
                return new RegisteredItem(Service, What, RegisteredState.None, Url: null, ["No webhook is set: register on-premises."]);
            }

            var isDifferent = endpoint.Sender is not EndpointSender.Meta && expected is not null && !string.Equals(webhook.Url, expected.AbsoluteUri, StringComparison.Ordinal);
            return new RegisteredItem(
                Service,
                What,
                isDifferent ? RegisteredState.Different : RegisteredState.Registered,
                ShownUrl.Of(webhook.Url),
                [
                    .. isDifferent ? [$"The URL is not {expected!.AbsoluteUri}."] : Array.Empty<string>(),
                    .. webhook.IsPersistent ? Array.Empty<string>() : ["callback_persist is off: the client forgets callbacks when it restarts."],
                    .. webhook.SendsSentStatus ? Array.Empty<string>() : ["sent_status is off: no status says that a message was sent."],
                ]);
        });
    }

    private string? MissingKey()
    {
        if (run.Configuration[OnPremisesSettings.UrlKey] is not { Length: > 0 })
        {
            return OnPremisesSettings.UrlKey;
        }

        if (run.Secrets.Find(OnPremisesSettings.TokenKey) is not null)
        {
            return null;
        }

        return run.Configuration[OnPremisesSettings.UserNameKey] is not { Length: > 0 } ? OnPremisesSettings.UserNameKey
            : run.Secrets.Find(OnPremisesSettings.PasswordKey) is null ? OnPremisesSettings.PasswordKey
            : null;
    }
}
