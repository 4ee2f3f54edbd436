using WebhookReceiver.Pipeline.Tests.Fakes;
using WebhookReceiver.Verification;
using Xunit;

namespace WebhookReceiver.Pipeline.Tests.Verification;

public sealed class EndpointSecretsTests
{
    [Theory]
    [Trait("row", "H17")]
    [InlineData("")]
    [InlineData(" ")]
    public void A_blank_token_matches_nothing_even_if_it_is_configured(string blank)
    {
        var secrets = new EndpointSecrets([blank, blank], [Bodies.Secret]);

        Assert.False(secrets.HasToken(blank));
        Assert.False(secrets.HasToken(string.Empty));
    }

    [Fact]
    [Trait("row", "V08")]
    public void Without_any_secret_nothing_is_verified()
    {
        var secrets = new EndpointSecrets([Bodies.Token], [string.Empty]);
        using var body = secrets.NewBody();
        body.Append("x"u8);

        Assert.Null(body.Verify(Bodies.Signature("x"u8)));
    }

    [Fact]
    [Trait("row", "V07")]
    public void A_secret_that_becomes_a_token_is_a_change()
    {
        var secrets = new EndpointSecrets(["one"], ["two"]);

        Assert.True(secrets.Are(["one"], ["two"]));
        Assert.False(secrets.Are(["two"], ["one"]));
    }
}
