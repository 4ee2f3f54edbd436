using Microsoft.Extensions.Options;

namespace WebhookReceiver.Dispatch;

/// <summary>The rules of the section <c>Dispatch</c>.</summary>
internal sealed class DispatchOptionsValidator : IValidateOptions<DispatchOptions>
{
    public ValidateOptionsResult Validate(string? name, DispatchOptions options) =>
        options.HandlerTimeout > TimeSpan.Zero && options.HandlerTimeout <= DispatchOptions.LongestHandlerTimeout
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                $"Dispatch:HandlerTimeout is {options.HandlerTimeout:c}; it must be more than zero and at most {DispatchOptions.LongestHandlerTimeout:c}. "
                + "Write hh:mm:ss; a bare number would mean days.");
}
