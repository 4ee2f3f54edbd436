using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace WebhookReceiver.Operators;

/// <summary>Refuses a key that could be guessed, or that no header can carry. Never shows it.</summary>
internal sealed class OperationsOptionsValidator(IHostEnvironment environment) : IValidateOptions<OperationsOptions>
{
    private const int ShortestKey = 16;

    public ValidateOptionsResult Validate(string? name, OperationsOptions options) => options.ApiKey switch
    {
        null => ValidateOptionsResult.Success,
        { } key when string.IsNullOrWhiteSpace(key) =>
            ValidateOptionsResult.Fail("Operations:ApiKey is empty; set a key, or leave it out for a random one in Inbox:Directory."),
        { } key when key.AsSpan().ContainsAnyExceptInRange('!', '~') =>
            ValidateOptionsResult.Fail("Operations:ApiKey must be of visible ASCII characters without blanks, because it is sent in a header."),
        { Length: < ShortestKey } when !environment.IsDevelopment() =>
            ValidateOptionsResult.Fail($"Operations:ApiKey is shorter than {ShortestKey} characters."),
        _ => ValidateOptionsResult.Success,
    };
}
