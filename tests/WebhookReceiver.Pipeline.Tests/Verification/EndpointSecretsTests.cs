using WebhookReceiver.Endpoints;
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
        var options = new CallbackEndpointOptions { VerifyToken = blank, AppSecret = Bodies.Secret };
        options.AdditionalVerifyTokens.Add(blank);

        Assert.False(new EndpointSecrets(options).HasToken(blank));
        Assert.False(new EndpointSecrets(options).HasToken(string.Empty));
    }

    [Fact]
    [Trait("row", "V08")]
    public void Without_any_secret_nothing_is_verified()
    {
        var secrets = new EndpointSecrets(new CallbackEndpointOptions { VerifyToken = Bodies.Token, AppSecret = string.Empty });
        using var body = secrets.NewBody();
        body.Append("x"u8);

        Assert.Null(body.Verify(Bodies.Signature("x"u8)));
    }

    [Fact]
    [Trait("row", "V07")]
    public void A_secret_that_becomes_a_token_is_a_change()
    {
        var options = new CallbackEndpointOptions { VerifyToken = "one", AppSecret = "two" };
        var swapped = new CallbackEndpointOptions { VerifyToken = "two", AppSecret = "one" };

        Assert.True(new EndpointSecrets(options).AreThoseOf(options));
        Assert.False(new EndpointSecrets(options).AreThoseOf(swapped));
    }
}
