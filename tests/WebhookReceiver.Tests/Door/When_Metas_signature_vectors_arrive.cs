using System.Net;
using System.Text;
using WebhookReceiver.Tests.Receiving;
using WebhookReceiver.WhatsApp;
using Xunit;

namespace WebhookReceiver.Tests.Door;

/// <summary>The vectors of <c>Specification/transport.md</c>, section 4. The second and the third are the same JSON in different bytes.</summary>
[Trait("row", "V01")]
public sealed class When_Metas_signature_vectors_arrive : IAsyncLifetime
{
    private const string Empty = """{"object":"whatsapp_business_account","entry":[]}""";

    private const string Escaped =
        """{"object":"whatsapp_business_account","entry":[{"id":"310000000000042","changes":[{"field":"x","value":{"t":"caf\u00e9 \ud83d\ude00 a\/b"}}]}]}""";

    private const string Raw =
        """{"object":"whatsapp_business_account","entry":[{"id":"310000000000042","changes":[{"field":"x","value":{"t":"café 😀 a/b"}}]}]}""";

    private const string OfEmpty = "sha256=eb4b54cb68820a953c6ac314910c47e62f8e1b39bbda1006514617140c6d3870";
    private const string OfEscaped = "sha256=ed09fa3da1211a800e66bbcc5bfd932238aa826853dcf5779464acf6fbc081d1";
    private const string OfRaw = "sha256=dfd6b0d34eaff6dc6d97d7a70b6da582f1806e3e50740b7b5256f2714662d6b3";

    private readonly OpenDoor door = new(new(StringComparer.Ordinal) { ["WhatsApp:AppSecret"] = "example-app-secret" });

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => door.DisposeAsync();

    [Theory]
    [InlineData(Empty, 49, OfEmpty)]
    [InlineData(Escaped, 143, OfEscaped)]
    [InlineData(Raw, 130, OfRaw)]
    public async Task Each_is_accepted_with_its_own_signature(string body, int length, string signature)
    {
        Assert.Equal(length, Encoding.UTF8.GetByteCount(body));
        Assert.Equal(HttpStatusCode.OK, await PostAsync(body, signature));
    }

    [Theory]
    [InlineData(Escaped, OfRaw)]
    [InlineData(Raw, OfEscaped)]
    [InlineData(Empty, OfRaw)]
    public async Task None_is_accepted_with_the_signature_of_another(string body, string signature) =>
        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(body, signature));

    private async Task<HttpStatusCode> PostAsync(string body, string signature)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, door.Receiver.Callback) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
        request.Headers.Add(SignatureHeader.HeaderName, signature);
        using var answer = await door.Receiver.Http.SendAsync(request, Token);
        return answer.StatusCode;
    }
}
