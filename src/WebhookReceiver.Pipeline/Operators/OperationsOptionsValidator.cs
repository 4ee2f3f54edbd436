using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using WebhookReceiver.Endpoints;

namespace WebhookReceiver.Operators;

/// <summary>Refuses a key that could be guessed, or that a header cannot carry. Never shows it.</summary>
internal sealed class OperationsOptionsValidator(IHostEnvironment environment, IConfiguration configuration, SecretFiles files) : IValidateOptions<OperationsOptions>
{
    private const int ShortestKey = 16;

    public ValidateOptionsResult Validate(string? name, OperationsOptions options)
    {
        List<string?> problems =
        [
            ProblemOf("Operations:ApiKey", options.ApiKey, "to get a random one in Inbox:Directory"),
            ProblemOf("Operations:ReadKey", options.ReadKey, "to have none"),
            options.ReadKey is { } read && string.Equals(read, options.ApiKey, StringComparison.Ordinal)
                ? "Operations:ReadKey is the same as Operations:ApiKey, so its holder could do everything; set a different one."
                : null,
        ];

        return problems.OfType<string>().ToList() is { Count: > 0 } found ? ValidateOptionsResult.Fail(found) : ValidateOptionsResult.Success;
    }

    private string? ProblemOf(string setting, string? key, string why) => key switch
    {
        null => null,
        _ when string.IsNullOrWhiteSpace(key) => $"{setting} is empty; set a key, or remove the setting {why}.",
        _ when key.AsSpan().ContainsAnyExceptInRange('!', '~') => $"{setting} must consist of visible ASCII characters without spaces, because it is sent in a header.",
        { Length: < ShortestKey } when !environment.IsDevelopment() => $"{setting} is shorter than {ShortestKey} characters.",
        _ when !environment.IsDevelopment() && WeakSecret.IsOneCharacter(key) => $"{setting} is the same character throughout; set one that cannot be guessed.",
        _ when !environment.IsDevelopment() && IsKnownToSenders(key) =>
            $"{setting} is the same as an app secret or verify token, or another secret of a sender; set a different one.",
        _ => null,
    };

    private bool IsKnownToSenders(string key)
    {
        var receiver = new WhatsAppOptions();
        new SectionBinding<WhatsAppOptions>(configuration, WhatsAppOptions.Section, files).Configure(receiver);
        return receiver.All().SelectMany(static endpoint => endpoint.Options.Secrets()).Contains(key, StringComparer.Ordinal);
    }
}
