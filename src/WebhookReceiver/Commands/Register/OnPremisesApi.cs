namespace WebhookReceiver.Commands.Register;

/// <summary>The administration API of an On-Premises API client.</summary>
internal sealed class OnPremisesApi(OnPremisesSettings settings, Remote remote, SecretMask mask)
{
    public RemoteRequest Login(string userName, Secret password) => new("log in", HttpMethod.Post, settings.Service.At("v1/users/login"))
    {
        Headers = [("Authorization", mask.KeepBasic(userName, password))],
        Credential = $"{OnPremisesSettings.UserNameKey} and {OnPremisesSettings.PasswordKey}",
    };

    public RemoteRequest Change(Secret token, Uri callback) => Of("change the application settings", HttpMethod.Patch, "v1/settings/application", token) with
    {
        Body = new JsonBody(
            ("callback_persist", true),
            ("sent_status", settings.SentStatus),
            ("webhooks", new (string, object)[] { ("url", callback.AbsoluteUri), ("max_concurrent_requests", settings.MaxConcurrentRequests) })),
    };

    public RemoteRequest Read(Secret token) => Of("read the application settings", HttpMethod.Get, "v1/settings/application", token);

    public RemoteRequest Logout(Secret token) => Of("log out", HttpMethod.Post, "v1/users/logout", token);

    /// <exception cref="CommandFailedException">The client does not accept the credentials.</exception>
    public async Task<Secret> LoginAsync(string userName, Secret password, CancellationToken cancellationToken)
    {
        var request = Login(userName, password);
        var answer = await SendAsync(request, cancellationToken);

        return answer["users"].Items.Select(static user => user["token"].Text).FirstOrDefault() is { Length: > 0 } token
            ? mask.Keep(token)
            : throw new CommandFailedException($"Could not {request.Purpose}: the answer of the {settings.Service.Name} contains no token. A new account must change its password first.");
    }

    /// <exception cref="CommandFailedException">The client refuses it.</exception>
    public Task ChangeAsync(Secret token, Uri callback, CancellationToken cancellationToken) => SendAsync(Change(token, callback), cancellationToken);

    /// <exception cref="CommandFailedException">The client refuses it.</exception>
    public async Task<OnPremisesWebhook> ReadAsync(Secret token, CancellationToken cancellationToken)
    {
        var application = (await SendAsync(Read(token), cancellationToken))["settings"]["application"];
        return new OnPremisesWebhook(application["webhooks"]["url"].Text is { Length: > 0 } url ? url : null, application["callback_persist"].IsTrue, application["sent_status"].IsTrue);
    }

    /// <summary>Ends the token of a login. Not every version can do that; the token then ends by itself.</summary>
    /// <returns>Whether the token has ended.</returns>
    public async Task<bool> LogoutAsync(Secret token, CancellationToken cancellationToken)
    {
        try
        {
            return (await remote.SendAsync(Logout(token), cancellationToken)).IsSuccess;
        }
        catch (CommandFailedException)
        {
            // What was to be done is done; only the caller's note depends on it.
            return false;
        }
    }

    private async Task<RemoteJson> SendAsync(RemoteRequest request, CancellationToken cancellationToken)
    {
        var answer = await remote.SendAsync(request, cancellationToken);
        var error = answer.Json["errors"].Items.FirstOrDefault();

        if (RemoteTrouble.Explain(settings.Service, request, answer) is { } trouble)
        {
            throw new CommandFailedException(trouble + Said(error));
        }

        if (error.IsPresent)
        {
            throw new CommandFailedException($"Could not {request.Purpose}: the {settings.Service.Name} refused it.{Said(error)}");
        }

        return answer.IsJson ? answer.Json : throw new CommandFailedException(RemoteTrouble.NotJson(settings.Service, request, answer));
    }

    private string Said(RemoteJson error)
    {
        var message = string.Join(", ", new[] { error["title"].Text, error["details"].Text }.Where(static text => text is not null));
        return error.IsPresent ? $" It says: {mask.Apply(message)} (error {error["code"].Number})." : string.Empty;
    }

    private RemoteRequest Of(string purpose, HttpMethod method, string path, Secret token) =>
        new(purpose, method, settings.Service.At(path)) { Headers = [("Authorization", token.AsBearer())], Credential = OnPremisesSettings.TokenKey };
}

/// <summary>The part of the application settings that is about callbacks.</summary>
internal sealed record OnPremisesWebhook(string? Url, bool IsPersistent, bool SendsSentStatus);
