using System.Text.RegularExpressions;

namespace WebhookReceiver.WhatsApp.Tests;

/// <summary>Compares the rows of the tables in <c>tests/README.md</c>, and of the dispatch README that it refers to, with the traits of the tests.</summary>
public sealed partial class TestRowTests
{
    private const string Unbuilt = "**Not built yet**";

    private static readonly string[] Tables = ["tests/README.md", "tests/WebhookReceiver.Pipeline.Tests/Dispatch/README.md"];

    private static readonly ILookup<string, string> Rows = Tables
        .SelectMany(static path => Row().Matches(RepositoryFiles.Read(path)))
        .ToLookup(static match => match.Groups["id"].Value, static match => match.Value, StringComparer.Ordinal);

    private static readonly ILookup<string, string> Traits = RepositoryFiles.Paths
        .Where(static path => path.StartsWith("tests/", StringComparison.Ordinal) && path.EndsWith(".cs", StringComparison.Ordinal))
        .SelectMany(static path => Trait().Matches(RepositoryFiles.Read(path)).Select(match => (Id: match.Groups["id"].Value, Path: path)))
        .ToLookup(static trait => trait.Id, static trait => trait.Path, StringComparer.Ordinal);

    [Fact]
    public void Every_row_trait_names_a_row()
    {
        Assert.True(Traits.Count > 100, $"Only {Traits.Count} traits were found.");
        Assert.Empty(Traits.Where(static trait => !Rows.Contains(trait.Key)).Select(static trait => $"{trait.Key}: {string.Join(", ", trait.Distinct())}"));
    }

    [Fact]
    public void Every_row_has_a_test_or_says_that_it_has_none() =>
        Assert.Empty(Rows.Where(static row => Traits.Contains(row.Key) == row.Any(static line => line.Contains(Unbuilt, StringComparison.Ordinal))).Select(static row => row.Key));

    [Fact]
    public void The_journal_README_names_existing_rows()
    {
        var named = Name().Matches(RepositoryFiles.Read("src/WebhookReceiver.Pipeline/Journal/README.md")).Select(static match => match.Value).Distinct().ToList();

        Assert.NotEmpty(named);
        Assert.All(named, static id => Assert.True(Rows.Contains(id), $"{id} is not a row."));
    }

    [GeneratedRegex(@"^\| (?<id>[A-Z]\d\d) \|.*$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Row();

    [GeneratedRegex(@"Trait\(""row"", ?""(?<id>[^""]*)""\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Trait();

    [GeneratedRegex(@"\b[A-Z]\d\d\b", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Name();
}
