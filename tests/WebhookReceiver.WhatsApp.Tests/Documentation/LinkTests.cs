using System.Text.RegularExpressions;

namespace WebhookReceiver.WhatsApp.Tests;

/// <summary>What the documents link to exists in the repository: the file, and the heading in it.</summary>
public sealed partial class LinkTests
{
    private static readonly Dictionary<string, MarkdownDocument> Documents = RepositoryFiles.Paths
        .Where(static path => path.EndsWith(".md", StringComparison.Ordinal))
        .ToDictionary(static path => path, static path => new MarkdownDocument(RepositoryFiles.Read(path)), StringComparer.Ordinal);

    [Fact]
    public void Every_relative_link_leads_to_a_file_and_a_heading()
    {
        var links = Documents.SelectMany(static document => document.Value.Links.Where(IsRelative).Select(link => (Path: document.Key, Link: link))).ToList();

        Assert.True(links.Count > 40, $"Only {links.Count} links were found.");
        Assert.Empty(links.Where(static link => !IsThere(link.Path, link.Link)).Select(static link => $"{link.Path}: {link.Link}"));
    }

    [Fact]
    public void Every_document_that_code_names_by_its_path_exists() =>
        Assert.Empty(
            from path in RepositoryFiles.Paths
            where path.EndsWith(".cs", StringComparison.Ordinal)
            from Match named in Named().Matches(RepositoryFiles.Read(path))
            where !Documents.ContainsKey(named.Value)
            select $"{path}: {named.Value}");

    [Fact]
    public void Every_README_is_linked_from_another_document()
    {
        var linked = Documents.SelectMany(static document => document.Value.Links.Where(IsRelative).Select(link => Target(document.Key, link.Split('#')[0])));

        Assert.Empty(Documents.Keys.Where(static path => path.EndsWith("/README.md", StringComparison.Ordinal)).Except(linked));
    }

    [Theory]
    [InlineData("## What is promised, and what is not\n", "what-is-promised-and-what-is-not", true)]
    [InlineData("## `/api` and its key\n", "api-and-its-key", true)]
    [InlineData("## A\n## A\n", "a-1", true)]
    [InlineData("## A\n", "a-1", false)]
    [InlineData("```sh\n# A comment\n```\n", "a-comment", false)]
    public void A_heading_has_its_GitHub_anchor(string markdown, string anchor, bool isThere) =>
        Assert.Equal(isThere, new MarkdownDocument(markdown).Anchors().Contains(anchor));

    [Theory]
    [InlineData("See [this](a.md#b), [`that`](c.md \"title\") and [`one`](d.md).", "a.md#b c.md d.md")]
    [InlineData("No link: `[x](y.md)`.\n```\n[x](z.md)\n```\n", "")]
    [InlineData("[x]: e.md\n", "e.md")]
    public void Links_are_found_outside_of_code(string markdown, string targets) => Assert.Equal(targets, string.Join(' ', new MarkdownDocument(markdown).Links));

    private static bool IsRelative(string link) => !link.Contains(':', StringComparison.Ordinal);

    private static bool IsThere(string from, string link)
    {
        var parts = link.Split('#');
        var target = Target(from, parts[0]);

        if (parts.Length is 1)
        {
            return Path.Exists(Path.Combine(RepositoryFiles.Root, target));
        }

        return Documents.TryGetValue(target, out var document) && document.Anchors().Contains(parts[1]);
    }

    private static string Target(string from, string link)
    {
        var folder = Path.Combine(RepositoryFiles.Root, Path.GetDirectoryName(from)!);
        return link.Length is 0 ? from : Path.GetRelativePath(RepositoryFiles.Root, Path.GetFullPath(Path.Combine(folder, link))).Replace('\\', '/');
    }

    [GeneratedRegex(@"\b(src|tests)/[\w./-]+\.md\b", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Named();
}
