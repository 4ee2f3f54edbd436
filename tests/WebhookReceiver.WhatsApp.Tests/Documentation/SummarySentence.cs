using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace WebhookReceiver.WhatsApp.Tests;

/// <summary>The first sentence of a documentation comment as Markdown, without the page or section that it cites.</summary>
internal static partial class SummarySentence
{
    public static string Of(XElement summary)
    {
        var text = string.Concat(summary.Nodes().Select(Markdown));
        text = White().Replace(References().Replace(text, string.Empty), " ").Trim();
        return EndOfSentence().Split(text)[0].TrimEnd('.').Replace("|", @"\|", StringComparison.Ordinal) + ".";
    }

    private static string Markdown(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "see" or "paramref" } see => $"`{NameOf(see)}`",
        XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
        XElement element => element.Value,
        _ => string.Empty,
    };

    private static string NameOf(XElement see)
    {
        var name = (string?)see.Attribute("cref") ?? (string?)see.Attribute("langword") ?? (string?)see.Attribute("name") ?? see.Value;
        return Arity().Replace(name.Split('(')[0].Split('.', ':')[^1], string.Empty);
    }

    [GeneratedRegex(@"\s*\((?:`Specification/|(?:Meta|360dialog)'s )[^)]*\)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex References();

    [GeneratedRegex(@"`+\d+$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Arity();

    [GeneratedRegex(@"\s+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex White();

    [GeneratedRegex(@"(?<=[.!?])\s", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex EndOfSentence();
}
