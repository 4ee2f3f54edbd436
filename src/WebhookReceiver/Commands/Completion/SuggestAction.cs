using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using System.Globalization;

namespace WebhookReceiver.Commands.Completion;

/// <summary>
/// Answers <c>[suggest:POSITION] "LINE"</c>, which the shell scripts send at each press of the completion key: prints the possible completions of the word before the cursor, one per line. No settings are read for it.
/// </summary>
internal sealed class SuggestAction(Directive directive) : SynchronousCommandLineAction
{
    /// <summary>The line being completed is still incomplete, so errors in it do not matter.</summary>
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var line = parseResult.Tokens.LastOrDefault(static token => token.Type is not TokenType.Directive)?.Value ?? string.Empty;
        var cursor = parseResult.GetResult(directive) is { Values: [var value, ..] } && int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var position)
            ? Math.Min(position, line.Length)
            : line.Length;

        foreach (var word in Suggest(parseResult.RootCommandResult.Command, line[..cursor]))
        {
            parseResult.InvocationConfiguration.Output.WriteLine(word);
        }

        return ExitCode.Fine;
    }

    private static IEnumerable<string> Suggest(Command root, string typed)
    {
        IReadOnlyList<string> words = [.. CommandLineParser.SplitCommandLine(typed)];
        var word = typed.Length > 0 && !char.IsWhiteSpace(typed[^1]) ? words[^1] : string.Empty;
        string[] before = [.. words.Take(word.Length > 0 ? words.Count - 1 : words.Count)];
        var own = CommandSettings.OwnOf(before);

        // A setting, or the value of one.
        if (CommandSettings.OwnOf([.. before, word]).Length == own.Length)
        {
            return [];
        }

        var line = string.Concat(own.Select(static part => $"\"{part}\" ")) + word;

        // Of an option's names, the descriptive one.
        return root.Parse(line, CommandLine.Parsing).GetCompletions(line.Length)
            .Select(static completion => completion.Label)
            .Where(label => label.StartsWith(word, StringComparison.Ordinal) && !label.StartsWith('/') && (label.Length > 2 || label[0] is not '-'));
    }
}
