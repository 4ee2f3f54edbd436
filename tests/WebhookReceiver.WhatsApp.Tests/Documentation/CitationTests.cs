using System.Text.RegularExpressions;

namespace WebhookReceiver.WhatsApp.Tests;

/// <summary>What code, tests and READMEs cite exists in the repository.</summary>
public sealed partial class CitationTests
{
    private const string Folder = "src/WebhookReceiver.WhatsApp/Specification";

    private static readonly Dictionary<string, string> Documents = RepositoryFiles.Paths
        .Where(static path => path.StartsWith(Folder, StringComparison.Ordinal))
        .ToDictionary(static path => Path.GetFileNameWithoutExtension(path), RepositoryFiles.Read, StringComparer.Ordinal);

    [Fact]
    public void Every_citation_of_the_specification_leads_to_a_heading_or_a_rule()
    {
        var citations = Citations().ToList();
        var dangling = citations.Where(static of => !Documents.TryGetValue(of.Citation.Document, out var markdown) || !of.Citation.IsIn(markdown));

        Assert.True(citations.Count > 50, $"Only {citations.Count} citations were found.");
        Assert.Empty(dangling.Select(static of => $"{of.Path}: {of.Citation}"));
    }

    [Fact]
    public void No_document_outside_the_repository_is_cited() =>
        Assert.Empty(
            from path in RepositoryFiles.Paths
            from Match match in Outside().Matches(RepositoryFiles.Read(path))
            select $"{path}: {match.Value}");

    [Theory]
    [InlineData("messages", "8.10", null, true)]
    [InlineData("messages", "8.1", null, true)]
    [InlineData("messages", "8.99", null, false)]
    [InlineData("messages", "14", "T4", true)]
    [InlineData("messages", "14", "T99", false)]
    [InlineData("messages", "13", "T4", false)]
    [InlineData("fields", "2", "5", true)]
    [InlineData("fields", "2", "99", false)]
    public void A_citation_is_looked_up_by_number_and_rule(string document, string section, string? rule, bool isThere) =>
        Assert.Equal(isThere, new Citation(document, section, rule).IsIn(Documents[document]));

    [Fact]
    public void A_citation_is_found_in_every_form_that_people_write()
    {
        const string Text = """
            /// One (<c>Specification/a.md</c>, sections 5.8 to 5.10, 5.16 and 5.17), another (`Specification/b.md`,
            /// section 14, rule T4), <c>Specification/c.md</c> 7, and Specification/d.md.
            """;

        Citation[] expected =
        [
            new("a", "5.8", null), new("a", "5.10", null), new("a", "5.16", null), new("a", "5.17", null),
            new("b", "14", "T4"), new("c", "7", null), new("d", null, null),
        ];

        Assert.Equal(expected, Citation.In(Text));
    }

    // The examples in this file deliberately lead nowhere.
    private static IEnumerable<(string Path, Citation Citation)> Citations() =>
        from path in RepositoryFiles.Paths
        where Path.GetFileNameWithoutExtension(path) is not nameof(CitationTests)
        from citation in Citation.In(RepositoryFiles.Read(path))
        select (path, citation);

    [GeneratedRegex(@"\bspec[/][\w-]+\.md|\b(design|catalogue)[.]md", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Outside();
}
