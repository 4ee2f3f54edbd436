using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using WebhookReceiver.Endpoints;

namespace WebhookReceiver.Watchdog;

/// <summary>The rules of the section <c>Alerts</c>. Never shows the secret, nor the address, which may contain one.</summary>
internal sealed class AlertsOptionsValidator(IHostEnvironment environment) : IValidateOptions<AlertsOptions>
{
    private const string Form = "Write hh:mm:ss; a bare number would mean days.";

    public ValidateOptionsResult Validate(string? name, AlertsOptions options)
    {
        List<string> problems =
        [
            .. TimeProblems("SilenceAfter", options.SilenceAfter ?? TimeSpan.Zero, TimeSpan.Zero),
            .. TimeProblems("OldestOpen", options.OldestOpen, TimeSpan.Zero),
            .. TimeProblems("HeartbeatEvery", options.HeartbeatEvery, AlertsOptions.ShortestHeartbeat),
            .. AddressProblems(options.WebhookUrl),
            .. SecretProblems(options),
        ];

        return problems.Count is 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static IEnumerable<string> TimeProblems(string key, TimeSpan value, TimeSpan shortest)
    {
        if (value < TimeSpan.Zero || value > AlertsOptions.Longest)
        {
            yield return $"Alerts:{key} is {value:c}; it must be between 00:00:00, which turns it off, and {AlertsOptions.Longest:c}. {Form}";
        }
        else if (value > TimeSpan.Zero && value < shortest)
        {
            yield return $"Alerts:{key} is {value:c}; it must be at least {shortest:c}, or 00:00:00 for never.";
        }
    }

    private static IEnumerable<string> AddressProblems(string? url)
    {
        if (url is null)
        {
            yield break;
        }

        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("https" or "http"))
        {
            yield return "Alerts:WebhookUrl is not an https address.";
        }
        else if (address is { Scheme: "http", IsLoopback: false })
        {
            yield return "Alerts:WebhookUrl must begin with https: what it says about the service could be read and changed on the way. Plain http is for an address of this machine alone.";
        }
    }

    private IEnumerable<string> SecretProblems(AlertsOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.WebhookSecret))
        {
            return options.WebhookUrl is null && options.WebhookSecret is null
                ? []
                : ["Alerts:WebhookSecret is missing; with Alerts:WebhookUrl set, it signs what is posted, so that the recipient can tell it from what others send."];
        }

        return new SecretStrength(environment.IsDevelopment()).ProblemsOf("Alerts:WebhookSecret", options.WebhookSecret, SecretStrength.ShortestSecret);
    }
}
