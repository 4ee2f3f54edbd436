using System.CommandLine;

namespace WebhookReceiver.Commands.Register;

/// <summary><c>register show</c>: what is registered now, at each service for which credentials are configured. Changes nothing, and asks for nothing.</summary>
internal sealed class ShowCommand(RegisterOutput output)
{
    private readonly Option<string[]> accounts = new("--account") { Description = "This account, by its id. Default: those that the access token may manage." };
    private readonly Option<string[]> numbers = new("--number") { Description = "Also this number, by its phone number id. Default: those in the settings." };
    private readonly Option<string> endpoint = new("--endpoint")
    {
        Description = "The endpoint with which to compare.",
        DefaultValueFactory = static _ => EndpointSettings.DefaultName,
    };

    private readonly Option<string?> url = new("--url") { Description = $"The public URL with which to compare. Default: {CallbackUrl.SettingKey}." };

    public Command Build()
    {
        var command = new Command("show", "Show what is registered now. Example: register show --account 102290129340398 --json") { accounts, numbers, endpoint, url };
        GraphId.Check(accounts);
        GraphId.Check(numbers);
        command.SetAction(RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using var run = output.Begin(isDryRun: false);
        var target = run.Endpoint(parsed.GetValue(endpoint)!);
        var text = parsed.GetValue(url) ?? run.Configuration[CallbackUrl.SettingKey];
        var expected = string.IsNullOrEmpty(text) ? null : CallbackUrl.Read(text, target);

        var items = await output.ListAsync(parsed, async () => new RegisteredItems(
        [
            .. await new ShownGraph(run, target, expected).ReadAsync(parsed.GetValue(accounts) ?? [], NumbersOf(parsed, run), cancellationToken),
            await new ShownD360(run, target, expected).ReadAsync(cancellationToken),
            await new ShownOnPremises(run, target, expected).ReadAsync(cancellationToken),
        ]));

        return items.ExitCode;
    }

    private IReadOnlyList<string> NumbersOf(ParseResult parsed, RegisterRun run) =>
    [
        .. (parsed.GetValue(numbers) ?? [])
            .Concat(EndpointSettings.Names(run.Configuration).Select(name => run.Endpoint(name).PhoneNumberId).Where(GraphSettings.IsId).OfType<string>())
            .Distinct(StringComparer.Ordinal),
    ];
}
