using System.Net;
using System.Text;
using WebhookReceiver.Tests.Receiving;
using WebhookReceiver.WhatsApp;
using Xunit;

namespace WebhookReceiver.Tests.Door;

[Trait("row", "V01")]
public sealed class When_a_body_is_signed_correctly(OpenDoor door) : IClassFixture<OpenDoor>
{
    private const int LargestBody = 4 * 1024 * 1024;

    public static TheoryData<string, byte[]> OddBodies => new()
    {
        { "empty", [] },
        { "one byte", "x"u8.ToArray() },
        { "emoji", "no JSON 😀"u8.ToArray() },
        { "line separator", "no JSON \u2028 \u2029"u8.ToArray() },
        { "invalid UTF-8", [0xff, 0xfe, 0xc3, 0x28, 0xed, 0xa0, 0x80] },
        { "NULs", new byte[5000] },
        { "byte order mark", [0xef, 0xbb, 0xbf, (byte)'x'] },
        { "as large as allowed", [.. Enumerable.Range(0, LargestBody).Select(static index => (byte)(index * 31 % 251))] },
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(OddBodies), DisableDiscoveryEnumeration = true)]
    public async Task Its_bytes_are_kept_as_they_were_on_the_wire(string what, byte[] body)
    {
        using var answer = await door.Receiver.Http.SendAsync(Notifications.Signed(door.Receiver.Callback, body), Token);
        await door.UntilAllIsHandledAsync(Token);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var kept = Assert.Single(door.Handled.All.OfType<UnreadableDelivery>(), kept => kept.Body.Length == body.Length);
        Assert.True(kept.Body.Span.SequenceEqual(body), what);
    }

    [Fact]
    public async Task A_message_of_maximum_size_keeps_its_JSON_to_the_last_byte()
    {
        var id = $"wamid.{Guid.NewGuid():N}";
        var frame = Notifications.Text("15550100300", id, string.Empty).Length;
        var body = Notifications.Text("15550100300", id, new string('é', (LargestBody - frame) / 2) + new string('x', (LargestBody - frame) % 2));

        using var answer = await door.Receiver.PostAsync(body, Token);

        Assert.Equal(LargestBody, Encoding.UTF8.GetByteCount(body));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(ItemOf(body), await RawJsonOfAsync(id));
    }

    [Fact]
    public async Task Escapes_stay_escapes()
    {
        var id = $"wamid.{Guid.NewGuid():N}";
        var body = Notifications.Text("15550100300", id, """caf\u00e9 \ud83d\ude00 a\/b""");

        using var answer = await door.Receiver.PostAsync(body, Token);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(ItemOf(body), await RawJsonOfAsync(id));
    }

    private static string ItemOf(string body)
    {
        var start = body.IndexOf("""{"from":""", StringComparison.Ordinal);
        return body[start..(body.IndexOf("}}]}", start, StringComparison.Ordinal) + 2)];
    }

    private async Task<string> RawJsonOfAsync(string id)
    {
        await door.Handled.UntilAsync(message => message is TextMessage text && string.Equals(text.MessageId, id, StringComparison.Ordinal), 1, Token);
        return Encoding.UTF8.GetString(door.Handled.All.OfType<TextMessage>().Single(text => string.Equals(text.MessageId, id, StringComparison.Ordinal)).RawJson.Span);
    }
}
