using Spectre.Console;
using Spectre.Console.Rendering;

namespace WebhookReceiver.Commands.Output;

/// <summary>Output for a terminal. Everything is <see cref="Text"/>, never markup: a bracket that somebody wrote stays a bracket.</summary>
internal sealed class TerminalOutput(IAnsiConsole console) : IOutput
{
    private static readonly Style Title = new(decoration: Decoration.Bold);

    public void Line(string text) => console.WriteLine(Printable.Escape(text));

    public void Fields(params IReadOnlyList<(string Name, object? Value)> fields)
    {
        var grid = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn();

        foreach (var (name, value) in fields)
        {
            grid.AddRow(new Text(name, Title), new Text(CellText.Of(value)));
        }

        console.Write(grid);
    }

    /// <summary>Where the terminal is too narrow, each row becomes a block of fields: an id broken over two lines cannot be copied.</summary>
    public void Table(IReadOnlyList<string> titles, IReadOnlyList<object?[]> rows)
    {
        var table = new Table().RoundedBorder();

        foreach (var title in titles)
        {
            table.AddColumn(new TableColumn(new Text(title, Title)));
        }

        foreach (var row in rows)
        {
            table.AddRow(row.Select(static cell => new Text(CellText.Of(cell))));
        }

        if (WidthOf(table) <= console.Profile.Width)
        {
            console.Write(table);
            return;
        }

        foreach (var row in rows)
        {
            Fields([.. titles.Zip(row)]);
            Line(string.Empty);
        }
    }

    private int WidthOf(IRenderable table) => table.Measure(RenderOptions.Create(console), int.MaxValue).Max;
}
