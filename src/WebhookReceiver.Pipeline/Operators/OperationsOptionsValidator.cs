using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using WebhookReceiver.Endpoints;

namespace WebhookReceiver.Operators;

/// <summary>Refuses a key that could be guessed, or that a header cannot carry. Never shows it.</summary>
internal sealed class OperationsOptionsValidator(IHostEnvironment environment, IConfiguration configuration, SecretFiles files) : IValidateOptions<OperationsOptions>
{
    private const int ShortestKey = 16;

    public ValidateOptionsResult Validate(string? name, OperationsOptions options) => options.ApiKey switch
    {
        null => ValidateOptionsResult.Success,
        { } key when string.IsNullOrWhiteSpace(key) =>
            ValidateOptionsResult.Fail("Operations:ApiKey is empty; set a key, or remove the setting to get a random one in Inbox:Directory."),
        { } key when key.AsSpan().ContainsAnyExceptInRange('!', '~') =>
            ValidateOptionsResult.Fail("Operations:ApiKey must consist of visible ASCII characters without spaces, because it is sent in a header."),
        { Length: < ShortestKey } when !environment.IsDevelopment() =>
            ValidateOptionsResult.Fail($"Operations:ApiKey is shorter than {ShortestKey} characters."),
        { } key when !environment.IsDevelopment() && WeakSecret.IsOneCharacter(key) =>
            ValidateOptionsResult.Fail("Operations:ApiKey is the same character throughout; set one that cannot be guessed."),
        { } key when !environment.IsDevelopment() && IsKnownToSenders(key) =>
            ValidateOptionsResult.Fail("Operations:ApiKey is the same as an app secret or verify token, or another secret of a sender; set a different one."),
        _ => ValidateOptionsResult.Success,
    };

    private bool IsKnownToSenders(string key)
    {
        var receiver = new WhatsAppOptions();
        new SectionBinding<WhatsAppOptions>(configuration, WhatsAppOptions.Section, files).Configure(receiver);
        return receiver.All().SelectMany(static endpoint => endpoint.Options.Secrets()).Contains(key, StringComparer.Ordinal);
    }
}
