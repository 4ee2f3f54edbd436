using Microsoft.Extensions.Options;

namespace WebhookReceiver.Dispatch;

/// <summary>The rules of the section <c>Dispatch</c>.</summary>
internal sealed class DispatchOptionsValidator : IValidateOptions<DispatchOptions>
{
    private const string Form = "Write hh:mm:ss; a bare number would mean days.";

    public ValidateOptionsResult Validate(string? name, DispatchOptions options)
    {
        var problems = new List<string>();

        if (options.HandlerTimeout <= TimeSpan.Zero || options.HandlerTimeout > DispatchOptions.LongestHandlerTimeout)
        {
            problems.Add(
                $"Dispatch:HandlerTimeout is {options.HandlerTimeout:c}; it must be more than zero and at most {DispatchOptions.LongestHandlerTimeout:c}. {Form}");
        }

        if (options.Concurrency is < 1 or > DispatchOptions.LargestConcurrency)
        {
            problems.Add($"Dispatch:Concurrency is {options.Concurrency}; it must be between 1 and {DispatchOptions.LargestConcurrency}.");
        }

        if (options.MaxAttempts is < 1 or > DispatchOptions.MostAttempts)
        {
            problems.Add($"Dispatch:MaxAttempts is {options.MaxAttempts}; it must be between 1 and {DispatchOptions.MostAttempts}.");
        }

        if (options.LongestRetryDelay <= TimeSpan.Zero || options.LongestRetryDelay > DispatchOptions.LargestRetryDelay)
        {
            problems.Add(
                $"Dispatch:LongestRetryDelay is {options.LongestRetryDelay:c}; it must be more than zero and at most 24:00:00. {Form}");
        }

        if (options.RetryDelay <= TimeSpan.Zero || options.RetryDelay > options.LongestRetryDelay)
        {
            problems.Add(
                $"Dispatch:RetryDelay is {options.RetryDelay:c}; it must be more than zero and at most Dispatch:LongestRetryDelay, {options.LongestRetryDelay:c}. {Form}");
        }

        return problems.Count is 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}
