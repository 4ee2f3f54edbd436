using System.Text.Json;

namespace WebhookReceiver.Tests.Receiving;

/// <summary>The lines of an event log, as seen by a reader outside the project.</summary>
internal static class EventLogFile
{
    public static IReadOnlyList<EventLogEntry> Read(string path) =>
        [.. File.ReadLines(path).Select(static line => new EventLogEntry(JsonDocument.Parse(line).RootElement))];

    /// <summary>The same for a log whose writer was killed, perhaps in the middle of a line, which then ends there and is repeated further down.</summary>
    public static IReadOnlyList<EventLogEntry> ReadWholeLines(string path) => [.. File.ReadLines(path).SelectMany(TryParse)];

    /// <summary>Waits until there are this many complete lines.</summary>
    public static async Task<IReadOnlyList<EventLogEntry>> ReadAsync(string path, int lines, CancellationToken cancellationToken)
    {
        await UntilLinesAsync(path, lines, cancellationToken);
        return Read(path);
    }

    /// <summary>The same for a log that also contains invalid lines.</summary>
    public static Task UntilLinesAsync(string path, int lines, CancellationToken cancellationToken) =>
        FolderWatch.UntilAsync(path, () => File.Exists(path) && File.ReadAllBytes(path).Count(static value => value is (byte)'\n') >= lines, cancellationToken);

    private static IEnumerable<EventLogEntry> TryParse(string line)
    {
        try
        {
            return [new EventLogEntry(JsonDocument.Parse(line).RootElement)];
        }
        catch (JsonException)
        {
            return [];
        }
    }
}

/// <summary>One line.</summary>
internal sealed record EventLogEntry(JsonElement Json)
{
    public string? Type => Json.GetProperty("type").GetString();

    public string? Key => Json.GetProperty("key").GetString();

    public string? Conversation => Json.GetProperty("conversation").GetString();

    public JsonElement Event => Json.GetProperty("event");

    public string? MessageId => Event.GetProperty("id").GetString();
}
