using System.Text.RegularExpressions;

namespace WebhookReceiver.Operations;

/// <summary>
/// The table of settings in the README, which <c>/api/settings</c> shows beside the values: what a setting means is written once. Rows about groups of settings are left out.
/// </summary>
internal static partial class DocumentedSettings
{
    private const string Resource = "README.md";
    private const string Header = "| Key | Default | Meaning |";
    private const string None = "none";

    public static void AddDocumentedSettings(this IServiceCollection services)
    {
        foreach (var setting in Read())
        {
            services.AddSingleton(setting);
        }
    }

    public static IEnumerable<DocumentedSetting> Read()
    {
        using var stream = typeof(DocumentedSettings).Assembly.GetManifestResourceStream(Resource)!;
        using var reader = new StreamReader(stream);
        var isInTable = false;

        while (reader.ReadLine() is { } line)
        {
            if (line.Equals(Header, StringComparison.Ordinal))
            {
                isInTable = true;
            }
            else if (isInTable && !line.StartsWith('|'))
            {
                yield break;
            }
            else if (isInTable)
            {
                foreach (var setting in RowOf(line))
                {
                    yield return setting;
                }
            }
        }
    }

    private static IEnumerable<DocumentedSetting> RowOf(string line)
    {
        var cells = line.Split(" | ", 3);

        if (cells.Length < 3)
        {
            return [];
        }

        var keys = Code().Matches(cells[0]).Select(static match => match.Groups["text"].Value).Where(static key => key.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter is ':')).ToList();
        var defaults = cells[1].Split(", ").Select(Plain).ToList();
        var meaning = Plain(cells[2].TrimEnd('|', ' '));

        return keys.Select((key, index) => new DocumentedSetting(
            key, keys.Count == defaults.Count ? NullIfNone(defaults[index]) : NullIfNone(Plain(cells[1])), meaning));
    }

    private static string? NullIfNone(string text) => text.StartsWith(None, StringComparison.Ordinal) ? null : text.Replace(" each", string.Empty, StringComparison.Ordinal);

    /// <summary>Markdown as plain text: links and code without their marks.</summary>
    private static string Plain(string markdown) => Link().Replace(markdown, "${text}").Replace("`", string.Empty, StringComparison.Ordinal).Replace("**", string.Empty, StringComparison.Ordinal).Trim();

    [GeneratedRegex("`(?<text>[^`]+)`", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Code();

    [GeneratedRegex(@"\[(?<text>[^\]]+)\]\([^)]*\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Link();
}
