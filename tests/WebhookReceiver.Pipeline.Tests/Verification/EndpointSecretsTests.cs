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
        var secrets = new EndpointSecrets([blank, blank], SignatureProof.OfMeta([Bodies.Secret]));

        Assert.False(secrets.HasToken(blank));
        Assert.False(secrets.HasToken(string.Empty));
    }

    [Fact]
    [Trait("row", "V08")]
    public void Without_any_secret_nothing_is_verified()
    {
        var secrets = new EndpointSecrets([Bodies.Token], SignatureProof.OfMeta([string.Empty]));
        using var body = secrets.Proof.NewBody();
        body.Append("x"u8);

        Assert.Null(body.Verify(Bodies.Signature("x"u8)));
    }

    [Fact]
    [Trait("row", "V07")]
    public void A_secret_that_becomes_a_token_is_a_change()
    {
        var secrets = new EndpointSecrets(["one"], SignatureProof.OfMeta(["two"]));

        Assert.True(secrets.Are(new EndpointSecrets(["one"], SignatureProof.OfMeta(["two"]))));
        Assert.False(secrets.Are(new EndpointSecrets(["two"], SignatureProof.OfMeta(["one"]))));
    }

    [Fact]
    [Trait("row", "V07")]
    public void Another_proof_with_the_same_values_is_a_change()
    {
        SenderProof[] proofs = [SignatureProof.OfMeta(["one", "two"]), SignatureProof.OfD360(["one", "two"]), new HeaderProof("one", ["two"]), new HeaderProof("two", ["one"]), new BasicProof(["one", "two"])];

        foreach (var proof in proofs)
        {
            Assert.Single(proofs, other => new EndpointSecrets([], proof).Are(new EndpointSecrets([], other)));
        }
    }
}
