namespace WebhookReceiver.Commands.Register;

/// <summary>360dialog's API for the webhook of a number or an account.</summary>
internal sealed class D360Api(RemoteService service, Secret apiKey, Remote remote, SecretMask mask)
{
    public const string KeyKey = "D360:ApiKey";

    private const string UrlKey = "D360:Url";
    private const string DefaultUrl = "https://waba-v2.360dialog.io";

    /// <summary>Reads where it is.</summary>
    /// <exception cref="CommandFailedException">The address is unusable.</exception>
    public static RemoteService ServiceOf(IConfiguration configuration) => RemoteService.Read(configuration, "360dialog API", UrlKey, DefaultUrl);

    public RemoteRequest SetNumber(Uri callback, IReadOnlyList<(string Name, object Value)> headers) =>
        Of("register the webhook of the number", HttpMethod.Post, "v1/configs/webhook") with { Body = Webhook(callback, headers) };

    public RemoteRequest SetAccount(Uri callback, IReadOnlyList<(string Name, object Value)> headers) =>
        Of("register the webhook of the account", HttpMethod.Post, "waba_webhook") with { Body = Webhook(callback, headers) };

    public RemoteRequest ReadNumber() => Of("read the webhook of the number", HttpMethod.Get, "v1/configs/webhook");

    /// <exception cref="CommandFailedException">360dialog refuses it.</exception>
    public Task ChangeAsync(RemoteRequest request, CancellationToken cancellationToken) => SendAsync(request, cancellationToken);

    /// <exception cref="CommandFailedException">360dialog refuses it.</exception>
    public async Task<D360Webhook> ReadAsync(CancellationToken cancellationToken)
    {
        var request = ReadNumber();
        var answer = await SendAsync(request, cancellationToken);

        return answer.IsJson ? D360Webhook.Read(answer.Json) : throw new CommandFailedException(RemoteTrouble.NotJson(service, request, answer));
    }

    private static JsonBody Webhook(Uri callback, IReadOnlyList<(string Name, object Value)> headers) =>
        headers.Count is 0 ? new JsonBody(("url", callback.AbsoluteUri)) : new JsonBody(("url", callback.AbsoluteUri), ("headers", headers));

    private async Task<RemoteAnswer> SendAsync(RemoteRequest request, CancellationToken cancellationToken)
    {
        var answer = await remote.SendAsync(request, cancellationToken);

        if (RemoteTrouble.Explain(service, request, answer) is not { } trouble)
        {
            // A page with 200 comes from something else than 360dialog.
            return answer.IsJson || answer.MediaType is not "text/html" ? answer : throw new CommandFailedException(RemoteTrouble.NotJson(service, request, answer));
        }

        var message = answer.Json["meta"]["developerMessage"].Text
            ?? answer.Json["error"]["message"].Text
            ?? answer.Json["errors"].Items.Select(static error => error["details"].Text ?? error["title"].Text).FirstOrDefault();
        throw new CommandFailedException(message is null ? trouble : $"{trouble} 360dialog says: {mask.Apply(message)}");
    }

    private RemoteRequest Of(string purpose, HttpMethod method, string path) =>
        new(purpose, method, service.At(path)) { Headers = [("D360-API-KEY", apiKey)], Credential = KeyKey };
}
