namespace WebhookReceiver.WhatsApp.Tests;

public sealed class EventKeyTests
{
    [Fact]
    public void A_key_is_32_lower_case_hexadecimal_digits()
    {
        var key = EventKey.FromBytes(Convert.FromHexString("00A1B2C3D4E5F60718293A4B5C6D7EFF"));

        Assert.Equal("00a1b2c3d4e5f60718293a4b5c6d7eff", key.ToString());
        Assert.Equal(key, EventKey.FromBytes([0x00, 0xA1, 0xB2, 0xC3, 0xD4, 0xE5, 0xF6, 0x07, 0x18, 0x29, 0x3A, 0x4B, 0x5C, 0x6D, 0x7E, 0xFF, 0x99]));
    }

    [Fact]
    public void Fewer_bytes_are_not_a_key() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => EventKey.FromBytes(new byte[EventKey.Size - 1]));

    [Fact]
    public void Every_event_of_every_example_has_such_a_key()
    {
        var keys = ResourceFile.Names.SelectMany(name => WhatsAppPayload.Read(new ResourceFile(name).Body)).Select(received => received.Key.ToString());

        Assert.All(keys, key => Assert.Matches("^[0-9a-f]{32}$", key));
    }

    [Fact]
    public void A_million_ids_have_a_million_keys()
    {
        const int Count = 1_000_000;
        var random = new Random(20261120);
        var keys = new HashSet<EventKey>(Count);
        Span<byte> bytes = stackalloc byte[16];
        Span<byte> scratch = stackalloc byte[256];

        for (var n = 0; n < Count; n++)
        {
            random.NextBytes(bytes);
            var identity = new EventIdentity(scratch, "message");
            identity.Add(Notification.PhoneNumberId);
            identity.Add($"wamid.{Convert.ToBase64String(bytes)}");
            keys.Add(identity.ToKey());
        }

        Assert.Equal(Count, keys.Count);
    }

    [Fact]
    public void Events_created_by_hand_have_their_own_keys_and_a_copy_keeps_the_originals()
    {
        var events = Enumerable.Range(0, 100).Select(static _ => new TextMessage()).ToList();

        Assert.Equal(100, events.Select(static made => made.Key).Distinct().Count());
        Assert.DoesNotContain(default, events.Select(static made => made.Key));
        Assert.Equal(events[0].Key, (events[0] with { MessageId = "wamid.1" }).Key);
    }
}
