using System.CommandLine;

namespace WebhookReceiver.Commands.Register;

/// <summary><c>register on-premises</c>: writes the URL into the application settings of an On-Premises API client.</summary>
internal sealed class OnPremisesCommand(RegisterOutput output)
{
    private readonly CallbackOptions options = new();

    public Command Build()
    {
        var command = new Command("on-premises", "Write the URL into the settings of an On-Premises API client. Example: register on-premises --endpoint branch --url https://hooks.example.com");
        options.AddTo(command);
        command.SetAction(RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using var run = output.Begin(options.IsDryRun(parsed));
        var endpoint = options.Endpoint(parsed, run);
        var callback = options.Url(parsed, run, endpoint);
        var api = new OnPremisesApi(OnPremisesSettings.Read(run.Configuration), run.Remote, run.Mask);
        var session = new OnPremisesSession(api, run.Secrets, run.Configuration);
        session.ReadCredentials();

        if (options.IsDryRun(parsed))
        {
            return output.Plan(
                parsed,
                [
                    .. options.Waits(parsed) ? [OwnHandshake.Request(callback, verifyToken: null)] : Array.Empty<RemoteRequest>(),
                    .. session.Plan(token => [api.Change(token, callback), api.Read(token)]),
                ]);
        }

        if (options.Waits(parsed))
        {
            await output.UntilAnsweringAsync(parsed, run, callback, verifyToken: null, cancellationToken);
        }

        return await output.ReportAsync(parsed, "Changing the settings", async () =>
        {
            var (webhook, tokenRemains) = await session.RunAsync(
                async token =>
                {
                    await api.ChangeAsync(token, callback, cancellationToken);
                    return await ReadBack.AfterChangeAsync(api.ReadAsync(token, cancellationToken));
                },
                cancellationToken);
            return Compare(webhook, callback, NotesOn(endpoint, tokenRemains));
        });
    }

    private static Registration Compare(OnPremisesWebhook webhook, Uri callback, IEnumerable<string> notes) => new(
        $"The On-Premises API sends to {ShownUrl.Of(webhook.Url)}.",
        ShownUrl.Of(webhook.Url),
        string.Equals(webhook.Url, callback.AbsoluteUri, StringComparison.Ordinal) ? [] : [$"The URL is {ShownUrl.Of(webhook.Url)}, not {callback.AbsoluteUri}."],
        [.. notes]);

    private static IEnumerable<string> NotesOn(EndpointSettings endpoint, bool tokenRemains)
    {
        yield return $"The On-Premises API sends no proof of its own, and the endpoint '{endpoint.Name}' ({endpoint.Sender}) demands one: a proxy between them must add it.";

        if (tokenRemains)
        {
            yield return "The API did not end the token of the login; it ends by itself.";
        }
    }
}
