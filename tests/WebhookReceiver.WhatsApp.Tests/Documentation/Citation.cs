using System.Text.RegularExpressions;

namespace WebhookReceiver.WhatsApp.Tests;

/// <summary>A place in the specification that a file cites, such as <c>Specification/messages.md</c>, section 14, rule T4.</summary>
/// <param name="Document">The name of the file, without its extension.</param>
/// <param name="Section">Null when the document as a whole is cited.</param>
/// <param name="Rule">The name of a row or the number of an item in the section; null when none is cited.</param>
internal sealed partial record Citation(string Document, string? Section, string? Rule)
{
    /// <summary>All citations of a text, in the order of the text. A list of sections is one citation for each.</summary>
    public static IEnumerable<Citation> In(string text) =>
        from Match match in Cited().Matches(LineEnd().Replace(text, " "))
        let document = match.Groups["document"].Value
        let rule = match.Groups["rule"] is { Success: true, Value: var name } ? name : null
        from section in match.Groups["section"].Captures.Select(static capture => capture.Value).DefaultIfEmpty(null)
        select new Citation(document, section, rule);

    /// <summary>Whether the document has a heading with that number, and the rule under it.</summary>
    public bool IsIn(string markdown)
    {
        if (Section is null)
        {
            return true;
        }

        var heading = Regex.Match(markdown, $@"^##+ {Regex.Escape(Section)}\.? ", RegexOptions.Multiline | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));

        if (!heading.Success || Rule is null)
        {
            return heading.Success;
        }

        var under = markdown[(heading.Index + heading.Length)..].Split("\n#", 2)[0];
        return Regex.IsMatch(under, $@"^(\| {Regex.Escape(Rule)} \||{Regex.Escape(Rule)}\. )", RegexOptions.Multiline | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));
    }

    // It is a citation even without the comma or the word: anything that looks like one is checked.
    [GeneratedRegex(
        @"Specification/(?<document>[\w-]+)\.md(</c>|`)?(,? (sections? )?(?<section>\d+(\.\d+)*)((, | and | to )(?<section>\d+(\.\d+)*))*(, rule (?<rule>\w+))?)?",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Cited();

    [GeneratedRegex(@"\s*\n\s*(/{2,3} )?", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LineEnd();
}
