using System.Globalization;

namespace WebhookReceiver.Commands.Output;

/// <summary>The text of a value in a table cell or a field: times without fractions, and nothing invisible.</summary>
internal static class CellText
{
    public static string Of(object? value) => value switch
    {
        null => "-",
        bool answer => answer ? "yes" : "no",
        DateTimeOffset time => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(format: null, CultureInfo.InvariantCulture),
        _ => Printable.Escape(value.ToString() ?? "-"),
    };
}
