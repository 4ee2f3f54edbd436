using System.CommandLine;

namespace WebhookReceiver.Commands.Register;

/// <summary>
/// <c>register account</c>: links the app to a WhatsApp Business Account, and sets or removes the account's override. Linking an app that is linked would remove its override without a word, so the
/// link is read first.
/// </summary>
internal sealed class AccountCommand(RegisterOutput output)
{
    private readonly CallbackOptions options = new();
    private readonly Argument<string> account = GraphId.Argument("waba-id", "The id of the WhatsApp Business Account.");
    private readonly Option<bool> overrides = new("--override") { Description = "Send this account's notifications to the URL, instead of the app's." };
    private readonly Option<bool> remove = new("--remove") { Description = "Remove the override." };
    private readonly Option<bool> unlink = new("--unlink") { Description = "Unlink the app: nothing comes from this account any more." };

    public Command Build()
    {
        var command = new Command("account", "Link the app to an account, or set its override. Example: register account 102290129340398 --override --url https://shop.example.com")
        {
            account, overrides, remove, unlink,
        };
        options.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetValue(unlink) && (result.GetValue(overrides) || result.GetValue(remove)))
            {
                result.AddError("--unlink removes the override, too; give it alone.");
            }
        });
        command.SetAction(RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using var run = output.Begin(options.IsDryRun(parsed));
        var id = parsed.GetValue(account)!;
        var graph = run.Graph();

        if (parsed.GetValue(overrides) && !parsed.GetValue(remove))
        {
            return await OverrideAsync(parsed, run, graph, id, cancellationToken);
        }

        var token = run.Secrets.Read(GraphSettings.TokenKey);
        AccountChange change = parsed.GetValue(unlink) ? new UnlinkAccount(graph, id, token) : parsed.GetValue(remove) ? new RemoveAccountOverride(graph, id, token) : new LinkAccount(graph, id, token);
        var read = graph.Requests.LinkedApps(id, token);

        return options.IsDryRun(parsed)
            ? output.Plan(parsed, read, change.Request, read)
            : await output.ReportAsync(parsed, "Changing the account", () => change.RunAsync(cancellationToken));
    }

    private async Task<int> OverrideAsync(ParseResult parsed, RegisterRun run, GraphApi graph, string id, CancellationToken cancellationToken)
    {
        var target = OverrideTarget.Read(options, parsed, run);
        var token = run.Secrets.Read(GraphSettings.TokenKey);
        var request = graph.Requests.OverrideAccount(id, token, target.Callback, target.VerifyToken);

        if (options.IsDryRun(parsed))
        {
            return output.Plan(parsed, [.. target.Handshakes, request, graph.Requests.LinkedApps(id, token)]);
        }

        await target.UntilAnsweringAsync(output, parsed, run, cancellationToken);

        return await output.ReportAsync(parsed, "Setting the override", async () =>
        {
            await graph.ChangeAsync(request, cancellationToken);
            var url = (await ReadBack.AfterChangeAsync(graph.LinkAsync(id, token, cancellationToken)))?.OverrideUrl;
            return target.Compare($"the account {id}", url);
        });
    }
}
