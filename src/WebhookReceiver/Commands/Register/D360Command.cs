using System.CommandLine;

namespace WebhookReceiver.Commands.Register;

/// <summary><c>register 360dialog</c>: registers the URL with the header that the endpoint demands, for the number of the API key or for its account.</summary>
internal sealed class D360Command(RegisterOutput output)
{
    private readonly CallbackOptions options = new();
    private readonly Option<bool> account = new("--account") { Description = "For all numbers of the account, instead of the number of the API key." };

    public Command Build()
    {
        var command = new Command("360dialog", "Register the URL and the endpoint's header at 360dialog. Example: register 360dialog --endpoint d360 --url https://hooks.example.com") { account };
        options.AddTo(command);
        command.SetAction(RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using var run = output.Begin(options.IsDryRun(parsed));
        var endpoint = options.Endpoint(parsed, run);
        var callback = CallbackUrl.ForD360(options.Url(parsed, run, endpoint));

        if (endpoint.Sender is EndpointSender.Meta)
        {
            throw new CommandFailedException(
                $"The endpoint '{endpoint.Name}' demands Meta's signature, which 360dialog does not send. Set {endpoint.SenderKey} to Header or Basic, or choose another with --endpoint.");
        }

        var service = D360Api.ServiceOf(run.Configuration);
        var headers = endpoint.ReadHeaders(run.Secrets, run.Mask);
        var api = new D360Api(service, run.Secrets.Read(D360Api.KeyKey), run.Remote, run.Mask);
        var isAccount = parsed.GetValue(account);
        var request = isAccount ? api.SetAccount(callback, headers) : api.SetNumber(callback, headers);

        if (options.IsDryRun(parsed))
        {
            return output.Plan(
                parsed,
                [
                    .. options.Waits(parsed) ? [OwnHandshake.Request(callback, verifyToken: null)] : Array.Empty<RemoteRequest>(),
                    request,
                    .. isAccount ? Array.Empty<RemoteRequest>() : [api.ReadNumber()],
                ]);
        }

        if (options.Waits(parsed))
        {
            await output.UntilAnsweringAsync(parsed, run, callback, verifyToken: null, cancellationToken);
        }

        return await output.ReportAsync(parsed, "Registering at 360dialog", async () =>
        {
            await api.ChangeAsync(request, cancellationToken);
            return isAccount ? OfAccount(callback) : OfNumber(await ReadBack.AfterChangeAsync(api.ReadAsync(cancellationToken)), callback, headers);
        });
    }

    private static Registration OfAccount(Uri callback) => new(
        $"360dialog accepted {callback.AbsoluteUri} for all numbers of the account.",
        callback.AbsoluteUri,
        [],
        ["It cannot be read back, and 360dialog does not document headers for it: send a test from the 360dialog Hub."]);

    private static Registration OfNumber(D360Webhook webhook, Uri callback, IReadOnlyList<(string Name, object Value)> headers) => new(
        $"360dialog sends the number's notifications to {ShownUrl.Of(webhook.Url)}, with {(webhook.Headers.Count is 0 ? "no header" : string.Join(", ", webhook.Headers.Keys))}.",
        ShownUrl.Of(webhook.Url),
        [.. webhook.DifferencesFrom(callback, headers)]);
}
