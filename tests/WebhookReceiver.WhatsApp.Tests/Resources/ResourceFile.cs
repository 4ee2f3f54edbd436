using System.Text.Json;

namespace WebhookReceiver.WhatsApp.Tests;

/// <summary>A notification in <c>Resources</c>, with the expected events in the file next to it: a new case is two new files.</summary>
internal sealed class ResourceFile(string name)
{
    private const string ExpectationSuffix = ".expected.json";

    private const string UnreadSuffix = ".unread.json";

    private static readonly string Directory = Path.Combine(AppContext.BaseDirectory, "Resources");

    private static readonly JsonSerializerOptions SnakeCase = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>Folder and name of every case, for example <c>messages/text</c>.</summary>
    public static IEnumerable<string> Names => System.IO.Directory
        .EnumerateFiles(Directory, "*.json", SearchOption.AllDirectories)
        .Where(file => !file.EndsWith(ExpectationSuffix, StringComparison.Ordinal) && !file.EndsWith(UnreadSuffix, StringComparison.Ordinal))
        .Select(file => Path.GetRelativePath(Directory, file)[..^".json".Length].Replace(Path.DirectorySeparatorChar, '/'))
        .Order(StringComparer.Ordinal);

    public byte[] Body { get; } = File.ReadAllBytes(Path.Combine(Directory, name + ".json"));

    public IReadOnlyList<ExpectedEvent> Expected { get; } =
        JsonSerializer.Deserialize<List<ExpectedEvent>>(File.ReadAllBytes(Path.Combine(Directory, name + ExpectationSuffix)), SnakeCase)!;

    /// <summary>The members that no type reads on purpose: they are listed next to the case, each preceded by the type of the event.</summary>
    public IReadOnlyList<string> Unread { get; } = File.Exists(Path.Combine(Directory, name + UnreadSuffix))
        ? JsonSerializer.Deserialize<List<string>>(File.ReadAllBytes(Path.Combine(Directory, name + UnreadSuffix)))!
        : [];
}
