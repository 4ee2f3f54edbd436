namespace WebhookReceiver.Commands.Output;

/// <summary>Output for files and pipes: no colours, and columns as wide as their longest cell.</summary>
internal sealed class PlainOutput(TextWriter writer) : IOutput
{
    public void Line(string text) => writer.WriteLine(Printable.Escape(text));

    public void Fields(params IReadOnlyList<(string Name, object? Value)> fields)
    {
        var width = fields.Max(static field => field.Name.Length);

        foreach (var (name, value) in fields)
        {
            writer.WriteLine($"{name.PadRight(width)}  {CellText.Of(value)}");
        }
    }

    public void Table(IReadOnlyList<string> titles, IReadOnlyList<object?[]> rows)
    {
        IReadOnlyList<string[]> lines = [[.. titles], .. rows.Select(static row => row.Select(CellText.Of).ToArray())];
        var widths = titles.Select((_, column) => lines.Max(line => line[column].Length)).ToList();

        foreach (var line in lines)
        {
            writer.WriteLine(string.Join("  ", line.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
        }
    }
}
