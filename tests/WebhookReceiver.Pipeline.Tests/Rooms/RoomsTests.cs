using System.Text.RegularExpressions;
using Xunit;

namespace WebhookReceiver.Pipeline.Tests.Rooms;

/// <summary>The folders of the pipeline use one another as its README draws it, and never in a circle.</summary>
public sealed partial class RoomsTests
{
    private const string Vocabulary = "WhatsApp";

    private static string Pipeline { get; } = Path.Combine(Root(), "src", "WebhookReceiver.Pipeline");

    [Fact]
    public void A_room_uses_those_that_the_drawing_allows()
    {
        var allowed = Drawn();

        Assert.Equal(allowed.Keys.Order(StringComparer.Ordinal), Rooms().Order(StringComparer.Ordinal));
        Assert.All(Rooms(), room => Assert.Equal($"{room}: {string.Join(' ', allowed[room])}", $"{room}: {string.Join(' ', UsedBy(room))}"));
    }

    [Fact]
    public void No_arrow_points_upwards_so_there_is_no_circle()
    {
        var allowed = Drawn();
        var order = allowed.Keys.ToList();

        Assert.All(allowed, room => Assert.All(room.Value, used => Assert.True(order.IndexOf(used) > order.IndexOf(room.Key), $"{room.Key} -> {used}")));
    }

    [Fact]
    public void Which_store_it_is_only_the_stores_know() => Assert.DoesNotContain(
        Rooms().Where(static room => room is not "Inbox").SelectMany(static room => Directory.EnumerateFiles(Path.Combine(Pipeline, room), "*.cs", SearchOption.AllDirectories)),
        static file => File.ReadAllText(file).Contains("Inbox.OnDisk", StringComparison.Ordinal));

    private static IEnumerable<string> Rooms() =>
        Directory.EnumerateDirectories(Pipeline).Select(static folder => Path.GetFileName(folder)).Where(static folder => folder is not ("bin" or "obj"));

    private static IEnumerable<string> UsedBy(string room) =>
        Directory.EnumerateFiles(Path.Combine(Pipeline, room), "*.cs", SearchOption.AllDirectories)
            .SelectMany(static file => Usings().Matches(File.ReadAllText(file)))
            .Select(static match => match.Groups["room"].Value)
            .Where(used => !used.Equals(room, StringComparison.Ordinal) && used is not Vocabulary)
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal);

    /// <summary>The lines of the drawing, in their order.</summary>
    private static OrderedDictionary<string, string[]> Drawn()
    {
        var drawing = Drawing().Match(File.ReadAllText(Path.Combine(Pipeline, "README.md")));
        Assert.True(drawing.Success, "The README of the pipeline has lost its drawing of the rooms.");
        var lines = drawing.Groups["lines"].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => line.Split("──►"));

        return new OrderedDictionary<string, string[]>(
            lines.Select(static line => KeyValuePair.Create(line[0].Trim(), line.Length is 1 ? [] : line[1].Split(' ', StringSplitOptions.RemoveEmptyEntries))),
            StringComparer.Ordinal);
    }

    private static string Root()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);

        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "WebhookReceiver.sln")))
        {
            directory = directory.Parent;
        }

        return directory?.FullName ?? throw new InvalidOperationException("The tests do not run inside the repository.");
    }

    [GeneratedRegex(@"^(global )?using (static )?(\w+ = )?WebhookReceiver\.(?<room>\w+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Usings();

    [GeneratedRegex(@"## Which room uses which\n.*?```\n(?<lines>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Drawing();
}
