namespace WebhookReceiver.WhatsApp.Tests;

/// <summary>What holds for every event, whatever body it came from.</summary>
internal static class EventPromises
{
    public static IReadOnlyList<WhatsAppEvent> Read(byte[] body)
    {
        var events = WhatsAppPayload.Read(body);

        foreach (var received in events)
        {
            if (string.IsNullOrEmpty(received.Type))
            {
                Assert.Fail("An event has no type.");
            }

            if (received.Key == default)
            {
                Assert.Fail($"{received.Type} has no key.");
            }

            if (!received.RawJson.IsEmpty && !body.AsSpan().Overlaps(received.RawJson.Span))
            {
                Assert.Fail($"The raw JSON of {received} is not in the body.");
            }

            _ = received.UnreadMembers();
        }

        LookAheadTests.AssertSame(body);
        return events;
    }
}
