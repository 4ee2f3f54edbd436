using System.CommandLine;

namespace WebhookReceiver.Commands.Register;

/// <summary><c>register number</c>: sets or removes the override of one business number, which precedes that of its account.</summary>
internal sealed class NumberCommand(RegisterOutput output)
{
    private readonly CallbackOptions options = new();
    private readonly Argument<string> number = GraphId.Argument("phone-number-id", "The id of the business number, not the number itself.");
    private readonly Option<bool> remove = new("--remove") { Description = "Remove the override." };

    public Command Build()
    {
        var command = new Command("number", "Send one number's notifications to a URL of its own. Example: register number 106540352242922 --url https://shop.example.com") { number, remove };
        options.AddTo(command);
        command.SetAction((parsed, cancellationToken) => parsed.GetValue(remove) ? RemoveAsync(parsed, cancellationToken) : OverrideAsync(parsed, cancellationToken));
        return command;
    }

    private async Task<int> OverrideAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using var run = output.Begin(options.IsDryRun(parsed));
        var graph = run.Graph();
        var id = parsed.GetValue(number)!;
        var target = OverrideTarget.Read(options, parsed, run);
        var token = run.Secrets.Read(GraphSettings.TokenKey);
        var request = graph.Requests.OverrideNumber(id, token, target.Callback, target.VerifyToken);

        if (options.IsDryRun(parsed))
        {
            return output.Plan(parsed, [.. target.Handshakes, request, graph.Requests.NumberWebhook(id, token)]);
        }

        await target.UntilAnsweringAsync(output, parsed, run, cancellationToken);

        return await output.ReportAsync(parsed, "Setting the override", async () =>
        {
            await graph.ChangeAsync(request, cancellationToken);
            return target.Compare($"the number {id}", (await ReadBack.AfterChangeAsync(graph.NumberAsync(id, token, cancellationToken))).OfNumber);
        });
    }

    private async Task<int> RemoveAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using var run = output.Begin(options.IsDryRun(parsed));
        var graph = run.Graph();
        var id = parsed.GetValue(number)!;
        var token = run.Secrets.Read(GraphSettings.TokenKey);
        var request = graph.Requests.RemoveNumberOverride(id, token);

        if (options.IsDryRun(parsed))
        {
            return output.Plan(parsed, request, graph.Requests.NumberWebhook(id, token));
        }

        return await output.ReportAsync(parsed, "Removing the override", async () =>
        {
            await graph.ChangeAsync(request, cancellationToken);
            var callbacks = await ReadBack.AfterChangeAsync(graph.NumberAsync(id, token, cancellationToken));
            var url = callbacks.OfAccount ?? callbacks.OfApp;

            return callbacks.OfNumber is { } still
                ? new Registration($"The number {id} still has an override to {ShownUrl.Of(still)}.", ShownUrl.Of(still), "The override is still there.")
                : new Registration($"The number {id} has no override any more{(url is null ? string.Empty : $": its notifications go to {ShownUrl.Of(url)}")}.", url is null ? null : ShownUrl.Of(url));
        });
    }
}
