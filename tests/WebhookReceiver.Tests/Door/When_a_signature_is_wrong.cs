using System.Net;
using System.Security.Cryptography;
using System.Text;
using WebhookReceiver.Tests.Receiving;
using WebhookReceiver.WhatsApp;
using Xunit;

namespace WebhookReceiver.Tests.Door;

public sealed class When_a_signature_is_wrong(OpenDoor door) : IClassFixture<OpenDoor>
{
    private readonly string id = $"wamid.{Guid.NewGuid():N}";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Body => Notifications.Text("15550100300", id, "Hello");

    [Fact]
    [Trait("row", "V02")]
    public async Task Any_one_of_its_digits_is_enough_for_a_401()
    {
        var right = RawRequest.SignatureOf(Body);

        for (var digit = right.Length - 64; digit < right.Length; digit++)
        {
            var wrong = right[..digit] + (right[digit] is '0' ? '1' : '0') + right[(digit + 1)..];

            Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(Encoding.UTF8.GetBytes(Body), wrong));
        }

        Assert.Equal(0, await door.CountHandledAsync(id, Token));
    }

    [Fact]
    [Trait("row", "V02")]
    public async Task Any_changed_byte_of_the_body_is_enough_for_a_401()
    {
        // Larger than one read of the server, so that the sample reaches later blocks too.
        var body = Encoding.UTF8.GetBytes(Notifications.Text("15550100300", id, new string('x', 200_000)));
        var right = WebhookSignature.Create(Receiver.AppSecret, body);

        foreach (var index in Enumerable.Range(0, 20).Select(step => step * (body.Length - 1) / 19))
        {
            body[index] ^= 0x20;
            Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(body, right));
            body[index] ^= 0x20;
        }

        Assert.Equal(0, await door.CountHandledAsync(id, Token));
        Assert.Equal(HttpStatusCode.OK, await PostAsync(body, right));
    }

    [Theory]
    [Trait("row", "V02")]
    [InlineData("another-app-secret-0123456789")]
    [InlineData(Receiver.AppSecret + " ")]
    [InlineData(Receiver.VerifyToken)]
    public async Task Another_secret_is_a_401(string secret)
    {
        var body = Encoding.UTF8.GetBytes(Body);

        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(body, WebhookSignature.Create(secret, body)));
        Assert.Equal(0, await door.CountHandledAsync(id, Token));
    }

    [Fact]
    [Trait("row", "V02")]
    public async Task A_signature_made_with_an_empty_key_is_a_401()
    {
        var body = Encoding.UTF8.GetBytes(Body);

        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(body, "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Array.Empty<byte>(), body))));
        Assert.Equal(0, await door.CountHandledAsync(id, Token));
    }

    [Fact]
    [Trait("row", "V06")]
    public async Task A_body_reserialised_in_transit_is_a_401()
    {
        var right = RawRequest.SignatureOf(Body);
        string[] rewritten =
        [
            Body.Replace(",", ", ", StringComparison.Ordinal),
            Body + "\n",
            Body.Replace("\"type\":\"text\",\"text\"", "\"text\"", StringComparison.Ordinal).Replace("\"Hello\"}", "\"Hello\"},\"type\":\"text\"", StringComparison.Ordinal),
            Body.Replace("Hello", "\\u0048ello", StringComparison.Ordinal),
        ];

        foreach (var body in rewritten)
        {
            Assert.NotEqual(Body, body, StringComparer.Ordinal);
            Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(Encoding.UTF8.GetBytes(body), right));
        }

        Assert.Equal(0, await door.CountHandledAsync(id, Token));
    }

    [Fact]
    [Trait("row", "V02")]
    public async Task The_answer_does_not_say_what_was_wrong()
    {
        using var request = Notifications.Signed(door.Receiver.Callback, Body, "another-app-secret-0123456789");
        using var answer = await door.Receiver.Http.SendAsync(request, Token);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync(Token));
        Assert.Empty(answer.Headers.WwwAuthenticate);
        Assert.Empty(answer.Headers.Server);
    }

    private async Task<HttpStatusCode> PostAsync(byte[] body, string signature)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, door.Receiver.Callback) { Content = new ByteArrayContent(body) };
        request.Headers.Add(SignatureHeader.HeaderName, signature);
        using var answer = await door.Receiver.Http.SendAsync(request, Token);
        return answer.StatusCode;
    }
}
