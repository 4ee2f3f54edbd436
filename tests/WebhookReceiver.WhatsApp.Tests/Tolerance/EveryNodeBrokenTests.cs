using System.Text;

namespace WebhookReceiver.WhatsApp.Tests;

/// <summary>Every node of two complete notifications, broken in every way: whatever is not in that node must be read as before.</summary>
public sealed class EveryNodeBrokenTests
{
    private const string Change = ".entry[1].changes[0]";

    private const string Value = $"{Change}.value";

    private const string Contact = $"{Value}.contacts[1]";

    /// <summary>The event of the complete item: after a neighbour in its own entry, and one in the same list.</summary>
    private const int Place = 2;

    public static TheoryData<string> Breakages => new(BrokenJson.Breakages);

    [Theory]
    [MemberData(nameof(Breakages))]
    public void Around_a_broken_node_of_a_message_the_neighbours_arrive(string breakage) => AssertNeighbours("tolerance/message", breakage);

    [Theory]
    [MemberData(nameof(Breakages))]
    public void Around_a_broken_node_of_a_status_the_neighbours_arrive(string breakage) => AssertNeighbours("tolerance/status", breakage);

    [Theory]
    [MemberData(nameof(Breakages))]
    public void A_broken_member_of_a_message_affects_only_that_member(string breakage) =>
        AssertMembers("tolerance/message", $"{Value}.messages[1]", MemberSources.OfMessage, breakage);

    [Theory]
    [MemberData(nameof(Breakages))]
    public void A_broken_member_of_a_status_affects_only_that_member(string breakage) =>
        AssertMembers("tolerance/status", $"{Value}.statuses[1]", MemberSources.OfStatus, breakage);

    private static void AssertNeighbours(string name, string breakage)
    {
        var resource = new ResourceFile(name);
        var json = new BrokenJson(resource.Body);
        var items = resource.Expected.Select(expected => (Path: PathOf(expected.Item!), Text: TextAt(resource, expected.Item!))).ToList();

        foreach (var path in json.Paths.Where(path => !DecidesWhatAllIs(path)))
        {
            var texts = Texts(WhatsAppPayload.Read(json.With(path, breakage)));

            foreach (var item in items.Where(item => !BrokenJson.Holds(path, item.Path) && !BrokenJson.Holds(item.Path, path)))
            {
                Assert.True(texts.Remove(item.Text), $"With {path} {breakage}, {item.Path} is missing.");
            }

            var inside = items.Count(item => item.Path.Length < path.Length && BrokenJson.Holds(item.Path, path));
            Assert.True(texts.Count >= inside, $"With {path} {breakage}, the item around it is missing.");
        }
    }

    private static void AssertMembers(string name, string item, IReadOnlyDictionary<string, string[]> sources, string breakage)
    {
        var resource = new ResourceFile(name);
        var json = new BrokenJson(resource.Body);
        var original = WhatsAppPayload.Read(resource.Body)[Place];
        var members = EventMembers.Of(original);

        Assert.Equal(sources.Keys.Order(StringComparer.Ordinal), members.Keys.Order(StringComparer.Ordinal), StringComparer.Ordinal);
        Assert.DoesNotContain(members, member => member.Value is null or "" && sources[member.Key].Length > 0);

        foreach (var path in json.Paths.Where(path => !DecidesWhatAllIs(path) && !BrokenJson.Holds(path, item)))
        {
            var events = WhatsAppPayload.Read(json.With(path, breakage));
            var after = EventMembers.Of(events.FirstOrDefault(received => received.Key == original.Key) ?? events[Place]);

            foreach (var (member, value) in members.Where(member => !sources[member.Key].Any(source => IsAffected(Path(source, item), path))))
            {
                Assert.True(after.TryGetValue(member, out var now) && string.Equals(now, value, StringComparison.Ordinal), $"With {path} {breakage}, {member} is {now}.");
            }
        }
    }

    /// <summary>Product and field decide whom the whole change belongs to: a different word there is a different event, and rightly so.</summary>
    private static bool DecidesWhatAllIs(string path) => path is ".object" || path.EndsWith(".field", StringComparison.Ordinal);

    private static bool IsAffected(string source, string broken) => BrokenJson.Holds(source, broken) || BrokenJson.Holds(broken, source);

    private static string Path(string source, string item) => source[0] switch
    {
        '@' => item + source[1..],
        '#' => Contact + source[1..],
        '~' => Value + source[1..],
        _ => source,
    };

    /// <summary>Converts a pointer of the expectations: <c>/entry/0/id</c> is <c>.entry[0].id</c>.</summary>
    private static string PathOf(string pointer) => string.Concat(pointer
        .Split('/', StringSplitOptions.RemoveEmptyEntries)
        .Select(part => char.IsAsciiDigit(part[0]) ? $"[{part}]" : $".{part}"));

    private static string TextAt(ResourceFile resource, string pointer)
    {
        var index = resource.Expected.Select(expected => expected.Item).ToList().IndexOf(pointer);
        return Compact(WhatsAppPayload.Read(resource.Body)[index]);
    }

    private static List<string> Texts(IReadOnlyList<WhatsAppEvent> events) => [.. events.Select(Compact)];

    private static string Compact(WhatsAppEvent received)
    {
        var output = new byte[received.RawJson.Length];
        return Encoding.UTF8.GetString(output, 0, Json.CompactJson.Write(received.RawJson.Span, output));
    }
}
