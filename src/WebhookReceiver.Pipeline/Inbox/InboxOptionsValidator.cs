using Microsoft.Extensions.Options;

namespace WebhookReceiver.Inbox;

/// <summary>The rules of the section <c>Inbox</c>.</summary>
internal sealed class InboxOptionsValidator : IValidateOptions<InboxOptions>
{
    public ValidateOptionsResult Validate(string? name, InboxOptions options)
    {
        var problems = new List<string>();

        if (!options.Store.Equals(InboxOptions.MemoryStore, StringComparison.OrdinalIgnoreCase))
        {
            problems.Add($"Inbox:Store is '{options.Store}'; this version knows {InboxOptions.MemoryStore} only.");
        }

        if (string.IsNullOrWhiteSpace(options.Directory))
        {
            problems.Add("Inbox:Directory is empty; set a folder, or leave the key out for data/inbox.");
        }

        return problems.Count is 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}
