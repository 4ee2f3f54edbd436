using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace WebhookReceiver.Commands;

/// <summary>Writes answers to the standard output: JSON, tables, and times without fractions.</summary>
internal static class Output
{
    public static void Json<T>(T value, JsonTypeInfo<T> type) => Console.WriteLine(Encoding.UTF8.GetString(JsonSerializer.SerializeToUtf8Bytes(value, type)));

    /// <summary>Columns as wide as their longest cell. What strangers wrote cannot move the cursor.</summary>
    public static void Table(IReadOnlyList<string> titles, IReadOnlyList<string[]> rows)
    {
        IReadOnlyList<string[]> lines = [[.. titles], .. rows.Select(static row => row.Select(Plain).ToArray())];
        var widths = titles.Select((_, column) => lines.Max(line => line[column].Length)).ToList();

        foreach (var line in lines)
        {
            Console.WriteLine(string.Join("  ", line.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
        }
    }

    public static void Lines(params IReadOnlyList<(string Name, object? Value)> values)
    {
        var width = values.Max(static value => value.Name.Length);

        foreach (var (name, value) in values)
        {
            Console.WriteLine($"{name.PadRight(width)}  {Plain(Text(value))}");
        }
    }

    public static string Text(object? value) => value switch
    {
        null => "-",
        bool answer => answer ? "yes" : "no",
        DateTimeOffset time => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(format: null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "-",
    };

    public static string Plain(string text) =>
        text.Any(char.IsControl) ? string.Concat(text.Select(static character => char.IsControl(character) ? ' ' : character)) : text;
}
