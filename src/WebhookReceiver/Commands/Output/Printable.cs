using System.Globalization;

namespace WebhookReceiver.Commands.Output;

/// <summary>Makes text safe for a terminal. Control characters and marks that reorder text are shown as their code points, so that no message can repaint the reader's screen.</summary>
internal static class Printable
{
    /// <summary>Escapes a single value; line ends in it are escaped as well.</summary>
    public static string Escape(string text) => text.Any(IsHidden) ? string.Concat(text.Select(Escape)) : text;

    /// <summary>Escapes text of several lines; their line ends stay.</summary>
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
        is '\u061c' or '\u200e' or '\u200f' // directional marks
        or (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069') // embeddings, overrides, isolates
        or '\u2028' or '\u2029'; // line and paragraph separators
}
