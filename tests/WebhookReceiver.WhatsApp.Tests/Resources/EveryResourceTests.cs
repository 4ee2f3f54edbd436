using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace WebhookReceiver.WhatsApp.Tests;

public sealed class EveryResourceTests
{
    public static TheoryData<string> Cases => new(ResourceFile.Names);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_notification_is_read_into_its_expected_events(string name)
    {
        var resource = new ResourceFile(name);

        var events = WhatsAppPayload.Read(resource.Body);

        Assert.Equal(resource.Expected, events.Zip(Items(resource, events.Count), ExpectedEvent.Of));
        AssertRawJson(resource, events);
    }

    private static IEnumerable<string?> Items(ResourceFile resource, int count) =>
        resource.Expected.Select(expected => expected.Item).Concat(Enumerable.Repeat<string?>("nothing more", count)).Take(count);

    private static void AssertRawJson(ResourceFile resource, IReadOnlyList<WhatsAppEvent> events)
    {
        using var document = JsonDocument.Parse(resource.Body);

        foreach (var (expected, received) in resource.Expected.Zip(events))
        {
            if (expected.Item is null)
            {
                Assert.True(received.RawJson.IsEmpty, "There is no JSON of this event in the body.");
                continue;
            }

            // Spans are equal when they are the same memory: the item in its place, not a copy of it.
            var raw = JsonMarshal.GetRawUtf8Value(Find(document.RootElement, expected.Item));
            Assert.True(raw == received.RawJson.Span, $"The raw JSON is not that of {expected.Item}.");
        }
    }

    private static JsonElement Find(JsonElement root, string pointer) => pointer
        .Split('/', StringSplitOptions.RemoveEmptyEntries)
        .Aggregate(root, (element, part) => element.ValueKind is JsonValueKind.Array
            ? element[int.Parse(part, CultureInfo.InvariantCulture)]
            : element.GetProperty(part));
}
