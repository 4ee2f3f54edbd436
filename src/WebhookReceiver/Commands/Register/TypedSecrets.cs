using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text;

namespace WebhookReceiver.Commands.Register;

/// <summary>
/// The error stream for a <c>register</c> command that was not understood. A long word that nobody expected may be a token that somebody typed, so it is not repeated to a screen or a build log.
/// </summary>
internal sealed class TypedSecrets(TextWriter inner, IReadOnlyList<string> words) : TextWriter
{
    /// <summary>Commands and options, mistyped as well, are shorter.</summary>
    private const int Shortest = 16;

    public override Encoding Encoding => inner.Encoding;

    /// <param name="errors">The error stream.</param>
    /// <param name="parsed">The command line.</param>
    /// <param name="register">The name of the command.</param>
    /// <returns>The same stream when it is another command.</returns>
    public static TextWriter HiddenFrom(TextWriter errors, ParseResult parsed, string register)
    {
        for (SymbolResult? at = parsed.CommandResult; at is not null; at = at.Parent)
        {
            if (at is CommandResult command && string.Equals(command.Command.Name, register, StringComparison.Ordinal))
            {
                return new TypedSecrets(errors, [.. parsed.UnmatchedTokens.Where(static word => word.Length >= Shortest)]);
            }
        }

        return errors;
    }

    public override void Write(char value) => inner.Write(value);

    public override void Write(string? value) => inner.Write(words.Aggregate(value, static (text, word) => text?.Replace(word, "***", StringComparison.Ordinal)));

    public override void WriteLine() => inner.WriteLine();

    public override void WriteLine(string? value)
    {
        Write(value);
        inner.WriteLine();
    }

    public override void Flush() => inner.Flush();
}
