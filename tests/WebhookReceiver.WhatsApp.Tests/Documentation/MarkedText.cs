namespace WebhookReceiver.WhatsApp.Tests;

/// <summary>The part of a file that lies between two marks and is written by a program.</summary>
internal sealed class MarkedText
{
    private const string Begin = "<!-- vocabulary: begin, written by VocabularyTests -->\n";

    private const string End = "<!-- vocabulary: end -->";

    private readonly string file;
    private readonly string before;
    private readonly string after;

    private MarkedText(string file)
    {
        this.file = file;
        var text = File.ReadAllText(file);
        var begin = text.IndexOf(Begin, StringComparison.Ordinal);
        var end = text.IndexOf(End, StringComparison.Ordinal);

        Assert.True(begin >= 0 && end > begin, $"{file} has lost the marks between which the vocabulary stands.");
        before = text[..(begin + Begin.Length)];
        Text = text[before.Length..end];
        after = text[end..];
    }

    public string Text { get; }

    /// <param name="path">The parts of the way from the root of the repository.</param>
    public static MarkedText Of(params string[] path) => new(Path.Combine([RepositoryFiles.Root, .. path]));

    public void Replace(string text) => File.WriteAllText(file, before + text + after);
}
