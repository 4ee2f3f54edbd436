using System.CommandLine;

namespace WebhookReceiver.Commands.Register;

/// <summary>The options that choose a callback URL, and those about the call itself.</summary>
internal sealed class CallbackOptions
{
    private readonly Option<string> endpoint = new("--endpoint")
    {
        Description = "The endpoint of the service that the URL reaches.",
        DefaultValueFactory = static _ => EndpointSettings.DefaultName,
    };

    private readonly Option<string?> url = new("--url") { Description = $"The public URL; without a path, that of the endpoint is added. Default: {CallbackUrl.SettingKey}." };
    private readonly Option<bool> noWait = new("--no-wait") { Description = "Do not first wait until the service answers at the URL, where this machine cannot reach it." };
    private readonly Option<bool> dryRun = new("--dry-run") { Description = "Show the calls, with secrets masked, and send nothing." };

    public void AddTo(Command command)
    {
        command.Options.Add(endpoint);
        command.Options.Add(url);
        command.Options.Add(noWait);
        command.Options.Add(dryRun);
    }

    public bool IsDryRun(ParseResult parsed) => parsed.GetValue(dryRun);

    public bool Waits(ParseResult parsed) => !parsed.GetValue(noWait);

    public EndpointSettings Endpoint(ParseResult parsed, RegisterRun run) => run.Endpoint(parsed.GetValue(endpoint)!);

    public Uri Url(ParseResult parsed, RegisterRun run, EndpointSettings target) => CallbackUrl.Read(parsed.GetValue(url) ?? run.Configuration[CallbackUrl.SettingKey], target);
}
