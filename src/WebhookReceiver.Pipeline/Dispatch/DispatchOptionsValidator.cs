using Microsoft.Extensions.Options;

namespace WebhookReceiver.Dispatch;

/// <summary>The rules of the section <c>Dispatch</c>. By hand, because a generated validator leaves out the message that names the key.</summary>
internal sealed class DispatchOptionsValidator : IValidateOptions<DispatchOptions>
{
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromHours(1);

    public ValidateOptionsResult Validate(string? name, DispatchOptions options) =>
        options.HandlerTimeout > TimeSpan.Zero && options.HandlerTimeout <= LongestTimeout
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                "Dispatch:HandlerTimeout must be more than zero and at most 01:00:00; it is written hh:mm:ss, and a bare number would mean days.");
}
