using Microsoft.Extensions.Options;

namespace WebhookReceiver.Inbox;

/// <summary>The rules of the section <c>Inbox</c>.</summary>
internal sealed class InboxOptionsValidator(IEnumerable<NamedInboxStore> stores) : IValidateOptions<InboxOptions>
{
    private const int LongestDays = 3650;
    private const long SmallestSegment = 64 * 1024;
    private const long LargestSegment = 1024 * 1024 * 1024;

    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    public ValidateOptionsResult Validate(string? name, InboxOptions options)
    {
        var problems = new List<string>();

        if (stores.Named(options.Store) is null)
        {
            problems.Add($"Inbox:Store is '{options.Store}'; this version knows {Listed([.. stores.Select(static store => store.Name).Distinct(StringComparer.OrdinalIgnoreCase)])}.");
        }

        if (string.IsNullOrWhiteSpace(options.Directory))
        {
            problems.Add("Inbox:Directory is empty; set a folder, or leave the key out for data/inbox.");
        }

        if (options.OtherDirectory is { } other)
        {
            problems.Add($"Inbox:Directory is a relative path that resolves to {options.Directory}, where there is no inbox; but there is one in {other}. Set an absolute path.");
        }

        if (options.WaitForFolder < TimeSpan.Zero || options.WaitForFolder > LongestWait)
        {
            problems.Add($"Inbox:WaitForFolder is {options.WaitForFolder}; it must be between 00:00:00 and {LongestWait} (hh:mm:ss).");
        }

        if (options.RetentionDays is < 0 or > LongestDays)
        {
            problems.Add($"Inbox:RetentionDays is {options.RetentionDays}; it must be between 0 and {LongestDays} days.");
        }

        if (options.MinimumFreeBytes < 0)
        {
            problems.Add($"Inbox:MinimumFreeBytes is {options.MinimumFreeBytes}; it must not be negative.");
        }

        if (options.SegmentBytes is < SmallestSegment or > LargestSegment)
        {
            problems.Add($"Inbox:SegmentBytes is {options.SegmentBytes}; it must be between {SmallestSegment} and {LargestSegment}.");
        }

        if (options.DuplicateWindowDays is < 1 or > LongestDays)
        {
            problems.Add($"Inbox:DuplicateWindowDays is {options.DuplicateWindowDays}; it must be between 1 and {LongestDays} days.");
        }

        if (options.DeadLetterDays is < 1 or > LongestDays)
        {
            problems.Add($"Inbox:DeadLetterDays is {options.DeadLetterDays}; it must be between 1 and {LongestDays} days.");
        }

        if (!Enum.IsDefined(options.StaleEvents))
        {
            problems.Add($"Inbox:StaleEvents is '{options.StaleEvents}'; write {StalePolicy.Handle} or {StalePolicy.Quarantine}.");
        }

        return problems.Count is 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static string Listed(string[] names) => names is [.. var others, var last] && others.Length > 0 ? $"{string.Join(", ", others)} and {last}" : string.Concat(names);
}
