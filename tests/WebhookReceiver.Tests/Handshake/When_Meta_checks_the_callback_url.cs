using System.Net;
using WebhookReceiver.Tests.Receiving;
using Xunit;

namespace WebhookReceiver.Tests.Handshake;

[Trait("row", "H17")]
public sealed class When_Meta_checks_the_callback_url : IAsyncLifetime
{
    private const string Right = "hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=" + Receiver.VerifyToken;

    private readonly OpenDoor door = new(new(StringComparer.Ordinal)
    {
        ["WhatsApp:AdditionalVerifyTokens:0"] = "second-verify-token",
        ["WhatsApp:AdditionalVerifyTokens:1"] = "third token & more ✓",
    });

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => door.DisposeAsync();

    [Fact]
    public async Task The_correct_token_gets_the_bare_challenge_as_text()
    {
        using var answer = await GetAsync(Right);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("1158201444"u8.ToArray(), await answer.Content.ReadAsByteArrayAsync(Token));
        Assert.Equal("text/plain; charset=utf-8", answer.Content.Headers.ContentType?.ToString());
        Assert.Equal(10, answer.Content.Headers.ContentLength);
        AssertGuarded(answer);
    }

    [Theory]
    [InlineData("second-verify-token")]
    [InlineData("third%20token%20%26%20more%20%E2%9C%93")]
    [InlineData("third+token+%26+more+%E2%9C%93")]
    public async Task Each_of_several_tokens_is_accepted(string token)
    {
        using var answer = await GetAsync($"hub.verify_token={token}&hub.mode=subscribe&hub.challenge=abc-_.~XYZ");

        Assert.Equal("abc-_.~XYZ", await answer.Content.ReadAsStringAsync(Token));
    }

    [Theory]
    [InlineData("")]
    [InlineData("hub.mode=subscribe")]
    [InlineData("hub.mode=subscribe&hub.challenge=1")]
    [InlineData("hub.challenge=1&hub.verify_token=" + Receiver.VerifyToken)]
    [InlineData("hub.mode=subscribe&hub.verify_token=" + Receiver.VerifyToken)]
    [InlineData("hub.mode=subscribe&hub.challenge=1&hub.verify_token=")]
    [InlineData("hub.mode=subscribe&hub.challenge=1&hub.verify_token")]
    [InlineData("hub.mode=subscribe&hub.challenge=1&hub.verify_token=wrong-verify-token")]
    [InlineData("hub.mode=subscribe&hub.challenge=1&hub.verify_token=" + Receiver.VerifyToken + "%20")]
    [InlineData("hub.mode=subscribe&hub.challenge=1&hub.verify_token=" + Receiver.VerifyToken + "%00")]
    [InlineData("hub.mode=subscribe&hub.challenge=1&hub.verify_token=SCENARIO-VERIFY-TOKEN")]
    [InlineData("hub.mode=unsubscribe&hub.challenge=1&hub.verify_token=" + Receiver.VerifyToken)]
    [InlineData("hub.mode=Subscribe&hub.challenge=1&hub.verify_token=" + Receiver.VerifyToken)]
    [InlineData("hub.mode=&hub.challenge=1&hub.verify_token=" + Receiver.VerifyToken)]
    [InlineData("hub.mode=subscribe&hub.challenge=&hub.verify_token=" + Receiver.VerifyToken)]
    [InlineData("hub_mode=subscribe&hub_challenge=1&hub_verify_token=" + Receiver.VerifyToken)]
    [InlineData(Right + "&hub.mode=subscribe")]
    [InlineData(Right + "&hub.challenge=1158201444")]
    [InlineData(Right + "&hub.verify_token=" + Receiver.VerifyToken)]
    [InlineData("hub.verify_token=wrong-verify-token&" + Right)]
    [InlineData("hub.mode[]=subscribe&hub.challenge[]=1&hub.verify_token[]=" + Receiver.VerifyToken)]
    [InlineData("hub.mode=subscribe&hub.challenge=1&hub.verify_token=second-verify-token,third")]
    [InlineData("hub.mode=subscribe&hub.challenge=1%0d%0aSet-Cookie:%20a=b&hub.verify_token=" + Receiver.VerifyToken)]
    [InlineData("hub.mode=subscribe&hub.challenge=%00&hub.verify_token=" + Receiver.VerifyToken)]
    [InlineData("hub.mode=subscribe&hub.challenge=%C3%A9&hub.verify_token=" + Receiver.VerifyToken)]
    [InlineData("hub.mode=subscribe&hub.challenge=%7F&hub.verify_token=" + Receiver.VerifyToken)]
    public async Task Anything_else_is_a_403_that_does_not_say_why(string query)
    {
        using var answer = await GetAsync(query);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync(Token));
        AssertGuarded(answer);
    }

    [Fact]
    public async Task Markup_in_a_challenge_stays_text()
    {
        using var answer = await GetAsync("hub.mode=subscribe&hub.challenge=%3Cscript%3Ealert(%22a%22)%3C/script%3E&hub.verify_token=" + Receiver.VerifyToken);

        Assert.Equal("<script>alert(\"a\")</script>", await answer.Content.ReadAsStringAsync(Token));
        Assert.Equal("text/plain", answer.Content.Headers.ContentType?.MediaType);
        AssertGuarded(answer);
    }

    [Theory]
    [InlineData(1024, HttpStatusCode.OK)]
    [InlineData(1025, HttpStatusCode.Forbidden)]
    public async Task A_challenge_has_at_most_1024_characters(int length, HttpStatusCode expected)
    {
        var challenge = new string('7', length);
        using var answer = await GetAsync($"hub.mode=subscribe&hub.challenge={challenge}&hub.verify_token={Receiver.VerifyToken}");

        Assert.Equal(expected, answer.StatusCode);
        Assert.Equal(expected is HttpStatusCode.OK ? challenge : string.Empty, await answer.Content.ReadAsStringAsync(Token));
    }

    [Fact]
    public async Task A_body_with_the_GET_changes_nothing()
    {
        var text = RawRequest.Head("GET", $"/webhook?{Right}", "Content-Length: 4") + "body";

        Assert.Equal("200", await RawRequest.StatusesAsync(door.Receiver.PublicUrl, text, Token));
    }

    [Fact]
    public async Task A_client_that_disconnects_before_the_answer_is_not_an_error()
    {
        for (var number = 0; number < 30; number++)
        {
            await RawRequest.BreakOffAsync(door.Receiver.PublicUrl, RawRequest.Head("GET", $"/webhook?{Right}"), Token);
        }

        door.AssertNoErrorWasLogged();
    }

    private static void AssertGuarded(HttpResponseMessage answer)
    {
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.True(answer.Headers.CacheControl?.NoStore);
        Assert.Empty(answer.Headers.Server);
    }

    private Task<HttpResponseMessage> GetAsync(string query) => door.Receiver.Http.GetAsync(new Uri(door.Receiver.Callback, $"?{query}"), Token);
}
