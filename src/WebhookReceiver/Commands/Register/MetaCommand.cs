using System.CommandLine;

namespace WebhookReceiver.Commands.Register;

/// <summary><c>register meta</c>: subscribes the app, so that Meta sends the notifications of all linked accounts to the callback URL.</summary>
internal sealed class MetaCommand(RegisterOutput output)
{
    private readonly CallbackOptions options = new();
    private readonly Option<string[]> fields = new("--fields")
    {
        Description = "The webhook fields, separated by commas. Default: all that have a type here.",
        CustomParser = static result => [.. result.Tokens.SelectMany(static token => Split(token.Value))],
    };

    public Command Build()
    {
        var command = new Command("meta", "Subscribe the app to its webhook fields. Example: register meta --url https://hooks.example.com") { fields };
        options.AddTo(command);
        fields.Validators.Add(static result =>
        {
            if (!result.Tokens.SelectMany(static token => Split(token.Value)).All(SubscribableFields.IsName))
            {
                result.AddError("--fields: the name of a field, such as messages, consists of small letters, digits and '_'.");
            }
        });
        command.SetAction(RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using var run = output.Begin(options.IsDryRun(parsed));
        var endpoint = options.Endpoint(parsed, run);
        var callback = options.Url(parsed, run, endpoint);
        var wanted = parsed.GetValue(fields) is { Length: > 0 } chosen ? chosen : SubscribableFields.All;

        if (endpoint.Sender is not EndpointSender.Meta)
        {
            throw new CommandFailedException($"{endpoint.SenderKey} is {endpoint.Sender}, so the endpoint refuses Meta's notifications. Choose another with --endpoint.");
        }

        var graph = run.Graph();
        var appSecret = run.Secrets.Read(endpoint.AppSecretKey);
        var verifyToken = run.Secrets.Read(endpoint.VerifyTokenKey);

        if (options.IsDryRun(parsed))
        {
            var later = new Secret("the app access token");
            return output.Plan(
                parsed,
                [
                    .. options.Waits(parsed) ? [OwnHandshake.Request(callback, verifyToken)] : Array.Empty<RemoteRequest>(),
                    graph.Requests.AppToken(appSecret, endpoint.AppSecretKey),
                    graph.Requests.Subscribe(later, callback, verifyToken, wanted),
                    graph.Requests.Subscriptions(later),
                ]);
        }

        if (options.Waits(parsed))
        {
            await output.UntilAnsweringAsync(parsed, run, callback, verifyToken, cancellationToken);
        }

        return await output.ReportAsync(parsed, "Subscribing the app", async () =>
        {
            var token = await graph.AppTokenAsync(appSecret, endpoint.AppSecretKey, cancellationToken);
            await graph.ChangeAsync(graph.Requests.Subscribe(token, callback, verifyToken, wanted), cancellationToken);
            return Compare(await ReadBack.AfterChangeAsync(graph.SubscriptionAsync(token, cancellationToken)), callback, wanted);
        });
    }

    private static string[] Split(string names) => names.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static Registration Compare(AppSubscription? subscription, Uri callback, IReadOnlyList<string> wanted) => subscription is null
        ? new Registration("Meta confirmed the subscription, but it cannot be read back.", callbackUrl: null, "The app has no subscription.")
        : new Registration(
            $"Meta sends {subscription.Fields.Count} fields of the app to {ShownUrl.Of(subscription.CallbackUrl)}.",
            ShownUrl.Of(subscription.CallbackUrl),
            [.. subscription.DifferencesFrom(callback, wanted)],
            ["Nothing comes from an account until the app is linked to it: register account <waba-id>."]);
}
