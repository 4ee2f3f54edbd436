using WebhookReceiver.Commands.Register;
using Xunit;

namespace WebhookReceiver.Tests.Commands.Register;

public sealed class SecretMaskTests
{
    private const string Value = "EAA/abc+def=0123456789";

    private readonly SecretMask mask = new();

    [Theory]
    [InlineData("Malformed access token EAA/abc+def=0123456789.", "Malformed access token ***.")]
    [InlineData("client_secret=EAA%2Fabc%2Bdef%3D0123456789&x", "client_secret=***&x")]
    [InlineData("Basic RUFBL2FiYytkZWY9MDEyMzQ1Njc4OQ==", "Basic ***")]
    [InlineData("token EAA/abc+def... or ...=0123456789", "token ***... or ...***")]
    [InlineData("EAA/abc+ 456789", "*** 456789")]
    [InlineData("Nothing of it", "Nothing of it")]
    [InlineData("", "")]
    public void A_secret_and_its_parts_are_masked(string text, string expected)
    {
        mask.Keep(Value);
        mask.Keep("");
        mask.Keep("of");

        Assert.Equal(expected, mask.Apply(text));
    }

    [Fact]
    public void A_secret_is_never_its_own_text()
    {
        var secret = mask.Keep(Value);

        Assert.Equal(("***", "Bearer ***", "Basic ***"), ($"{secret}", $"{secret.AsBearer()}", $"{secret.AsBasic("admin")}"));
        Assert.Equal(Value, secret.Reveal());
        Assert.Equal($"Bearer {Value}", secret.AsBearer().Reveal());
        Assert.Equal("(Graph:AccessToken is not set)", $"{Secret.Missing("Graph:AccessToken")}");
        Assert.Throws<InvalidOperationException>(() => Secret.Missing("Graph:AccessToken").Reveal());
    }

    [Theory]
    [InlineData("https://user:pass@example.com:8443/hook?token=abc#x", "https://***@example.com:8443/hook?***")]
    [InlineData("https://example.com/hook", "https://example.com/hook")]
    [InlineData("token abc", "not a URL")]
    [InlineData("", "none")]
    [InlineData(null, "none")]
    public void A_URL_is_shown_without_what_may_be_secret(string? url, string expected) => Assert.Equal(expected, ShownUrl.Of(url));
}
