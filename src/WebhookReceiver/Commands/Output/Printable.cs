using System.Globalization;

namespace WebhookReceiver.Commands.Output;

/// <summary>Text that a terminal shows as it is. A control character or a mark that reorders text is shown by its number, so that nobody's message can repaint the screen of who reads it.</summary>
internal static class Printable
{
    /// <summary>Of one value: a line end in it is shown as well.</summary>
    public static string Escape(string text) => text.Any(IsHidden) ? string.Concat(text.Select(Escape)) : text;

    /// <summary>Of several lines: their ends stay.</summary>
    public static string EscapeLines(string text) => string.Join('\n', text.Split('\n').Select(static line => line.EndsWith('\r') ? Escape(line[..^1]) + '\r' : Escape(line)));

    private static string Escape(char character) => character switch
    {
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        _ when IsHidden(character) => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}"),
        _ => character.ToString(),
    };

    private static bool IsHidden(char character) => char.IsControl(character) || character
        is '\u061c' or '\u200e' or '\u200f' // marks of direction
        or (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069') // embeddings, overrides, isolates
        or '\u2028' or '\u2029'; // ends of lines and paragraphs
}
