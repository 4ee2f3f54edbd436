using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using WebhookReceiver.Tests.Receiving;
using WebhookReceiver.WhatsApp;
using Xunit;

namespace WebhookReceiver.Tests.Door;

public sealed class When_headers_claim_something(OpenDoor door) : IClassFixture<OpenDoor>
{
    private readonly string id = $"wamid.{Guid.NewGuid():N}";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Body => Notifications.Text("15550100300", id, "Hello");

    [Theory]
    [Trait("row", "H12")]
    [InlineData(null)]
    [InlineData("text/plain")]
    [InlineData("APPLICATION/JSON; charset=utf-16")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("multipart/form-data; boundary=x")]
    [InlineData("no type at all")]
    public async Task The_content_type_does_not_matter(string? contentType)
    {
        string[] headers = [$"Content-Length: {Body.Length}", .. contentType is null ? Array.Empty<string>() : [$"Content-Type: {contentType}"]];

        Assert.Equal("200", await RawRequest.StatusesAsync(door.Receiver.PublicUrl, RawRequest.SignedPost(Body, headers) + Body, Token));
        Assert.Equal(1, await door.CountHandledAsync(id, Token));
    }

    [Theory]
    [Trait("row", "H13")]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    public async Task A_body_is_never_decompressed(string encoding)
    {
        var packed = Pack(encoding, System.Text.Encoding.UTF8.GetBytes(Body));

        Assert.Equal(HttpStatusCode.OK, await PostAsync(packed, encoding));
        Assert.Equal(0, await door.CountHandledAsync(id, Token));
        Assert.Single(door.Handled.All.OfType<UnreadableDelivery>(), kept => kept.Body.Span.SequenceEqual(packed));
    }

    [Fact]
    [Trait("row", "H13")]
    public async Task A_bomb_stays_packed()
    {
        var packed = Pack("gzip", new byte[20_000_000]);

        Assert.Equal(HttpStatusCode.OK, await PostAsync(packed, "gzip"));
        await door.UntilAllIsHandledAsync(Token);
        Assert.Single(door.Handled.All.OfType<UnreadableDelivery>(), kept => kept.Body.Span.SequenceEqual(packed));
    }

    [Fact]
    [Trait("row", "H15")]
    public async Task Forwarded_headers_open_nothing()
    {
        string[] forged =
        [
            "X-Forwarded-For: 127.0.0.1", "X-Forwarded-Proto: https", "X-Forwarded-Prefix: /webhook", "Forwarded: for=127.0.0.1;proto=https", "X-Real-IP: 127.0.0.1",
            "X-Client-Cert: anything", "X-Amzn-Mtls-Clientcert-Subject: CN=client.webhooks.fbclientcerts.com", "X-Original-URL: /health/live", "X-Rewrite-URL: /health/live",
        ];
        var wrong = "X-Hub-Signature-256: sha256=" + new string('0', 64);

        Assert.Equal("401", await RawRequest.StatusesAsync(door.Receiver.PublicUrl, RawRequest.Post([wrong, $"Content-Length: {Body.Length}", .. forged]) + Body, Token));
        Assert.Equal("404", await RawRequest.StatusesAsync(door.Receiver.PublicUrl, RawRequest.Head("GET", "/health/live", forged), Token));
        Assert.Equal("403", await RawRequest.StatusesAsync(door.Receiver.PublicUrl, RawRequest.Head("GET", "/webhook", forged), Token));
        Assert.Equal("200", await RawRequest.StatusesAsync(
            door.Receiver.PublicUrl, RawRequest.SignedPost(Body, [$"Content-Length: {Body.Length}", .. forged]) + Body, Token));
        Assert.Equal(1, await door.CountHandledAsync(id, Token));
    }

    private static byte[] Pack(string encoding, byte[] content)
    {
        using var packed = new MemoryStream();

        using (Stream packing = encoding switch
        {
            "gzip" => new GZipStream(packed, CompressionLevel.Fastest),
            "br" => new BrotliStream(packed, CompressionLevel.Fastest),
            _ => new ZLibStream(packed, CompressionLevel.Fastest),
        })
        {
            packing.Write(content);
        }

        return packed.ToArray();
    }

    private async Task<HttpStatusCode> PostAsync(byte[] body, string encoding)
    {
        using var request = Notifications.Signed(door.Receiver.Callback, body);
        request.Content!.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Content.Headers.ContentEncoding.Add(encoding);
        using var answer = await door.Receiver.Http.SendAsync(request, Token);
        return answer.StatusCode;
    }
}
