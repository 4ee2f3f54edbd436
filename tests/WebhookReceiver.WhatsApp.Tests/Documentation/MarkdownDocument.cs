using System.Text;
using System.Text.RegularExpressions;

namespace WebhookReceiver.WhatsApp.Tests;

/// <summary>The links of a Markdown text and the anchors of its headings, ignoring code.</summary>
internal sealed partial class MarkdownDocument(string markdown)
{
    private readonly string withoutBlocks = Fenced().Replace(markdown, string.Empty);

    /// <summary>The targets of inline links and of definitions, without titles.</summary>
    public IEnumerable<string> Links => Link().Matches(InlineCode().Replace(withoutBlocks, "code")).Select(static match => match.Groups["target"].Value);

    /// <summary>What may follow <c>#</c>: a heading gets GitHub's anchor for it, and the second one with the same text a number.</summary>
    public IReadOnlySet<string> Anchors()
    {
        var anchors = new HashSet<string>(StringComparer.Ordinal);

        foreach (var slug in Heading().Matches(withoutBlocks).Select(static match => Slug(match.Groups["text"].Value)))
        {
            for (var number = 0; !anchors.Add(number is 0 ? slug : $"{slug}-{number}"); number++)
            {
                // Try the next number.
            }
        }

        return anchors;
    }

    private static string Slug(string heading)
    {
        var slug = new StringBuilder();

        foreach (var character in LinkText().Replace(heading, "${text}").Trim())
        {
            if (char.IsLetterOrDigit(character) || character is '-' or '_')
            {
                slug.Append(char.ToLowerInvariant(character));
            }
            else if (character is ' ')
            {
                slug.Append('-');
            }
        }

        return slug.ToString();
    }

    [GeneratedRegex(@"^ *(?<fence>```+|~~~+).*?^ *\k<fence>[ ]*$", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Fenced();

    [GeneratedRegex(@"`[^`\n]*`", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex InlineCode();

    [GeneratedRegex(@"\]\((?<target>[^()\s]+)( ""[^""]*"")?\)|^\[[^\]]+\]: *(?<target>\S+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Link();

    [GeneratedRegex(@"^#{1,6} +(?<text>.+?)( +#+)?$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Heading();

    [GeneratedRegex(@"\[(?<text>[^\]]*)\]\([^)]*\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex LinkText();
}
