namespace WebhookReceiver.WhatsApp.Tests;

/// <summary>The part of a README between two marks, which is written by a test. Other test projects compile this file, too.</summary>
internal sealed class MarkedText
{
    private const string RenewVariable = "RENEW_DOCUMENTS";

    private readonly string file;
    private readonly string writer;
    private readonly string before;
    private readonly string after;

    private MarkedText(string file, string name, string writer)
    {
        this.file = file;
        this.writer = writer;
        var text = File.ReadAllText(file);
        var first = $"<!-- {name}: begin, written by {writer} -->\n";
        var last = $"<!-- {name}: end -->";
        var begin = text.IndexOf(first, StringComparison.Ordinal);
        var end = text.IndexOf(last, StringComparison.Ordinal);

        Xunit.Assert.True(begin >= 0 && end > begin, $"{file} has lost the marks between which '{name}' stands: {first}{last}");
        before = text[..(begin + first.Length)];
        Text = text[before.Length..end];
        after = text[end..];
    }

    public string Text { get; }

    /// <param name="path">The path from the root of the repository.</param>
    /// <param name="name">The name in the marks.</param>
    /// <param name="writer">The test class named in the marks.</param>
    public static MarkedText Of(string path, string name, string writer) => new(Path.Combine(RepositoryFiles.Root, path), name, writer);

    /// <summary>Compares the part with the code or, if requested, rewrites it.</summary>
    public void AssertIs(string current)
    {
        if (Environment.GetEnvironmentVariable(RenewVariable) is "1")
        {
            File.WriteAllText(file, before + current + after);
            return;
        }

        var project = typeof(MarkedText).Assembly.GetName().Name;
        Xunit.Assert.True(
            string.Equals(current, Text, StringComparison.Ordinal),
            $"{file} does not say what the code says. Renew it with\n{RenewVariable}=1 dotnet run --project tests/{project} -- -class '*.{writer}'\n\n{Difference(current)}");
    }

    private string Difference(string current)
    {
        var then = Text.Split('\n');
        var now = current.Split('\n');
        var gone = then.Except(now, StringComparer.Ordinal).Select(static line => $"- {line}");
        var added = now.Except(then, StringComparer.Ordinal).Select(static line => $"+ {line}");
        return string.Join('\n', gone.Concat(added));
    }
}
