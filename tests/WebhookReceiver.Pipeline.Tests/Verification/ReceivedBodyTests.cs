using WebhookReceiver.Pipeline.Tests.Fakes;
using WebhookReceiver.Verification;
using Xunit;

namespace WebhookReceiver.Pipeline.Tests.Verification;

public sealed class ReceivedBodyTests
{
    private static readonly byte[] Text = "a body"u8.ToArray();

    [Fact]
    [Trait("row", "V12")]
    public void What_was_appended_and_never_verified_is_forgotten_by_the_next_use()
    {
        var secrets = Bodies.Proof();

        using (var broken = secrets.NewBody())
        {
            broken.Append("one"u8);
        }

        using var next = secrets.NewBody();
        next.Append(Text);
        Assert.Equal(Text, next.Verify(Bodies.Signature(Text))!.Body.ToArray());
    }

    [Theory]
    [Trait("row", "V07")]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(20)]
    public void Each_of_many_secrets_signs(int count)
    {
        var secrets = Enumerable.Range(0, count).Select(static number => $"secret-number-{number:d3}-0123456789").ToArray();
        var known = Bodies.Proof(secrets[0], secrets[1..]);

        foreach (var secret in secrets)
        {
            using var body = known.NewBody();
            body.Append(Text);
            Assert.NotNull(body.Verify(Bodies.Signature(Text, secret)));
        }

        using var other = known.NewBody();
        other.Append(Text);
        Assert.Null(other.Verify(Bodies.Signature(Text)));
    }

    [Fact]
    public void A_payload_is_a_copy_that_outlives_the_body()
    {
        var secrets = Bodies.Proof();
        var body = secrets.NewBody();
        body.Append(Text);
        var payload = body.Verify(Bodies.Signature(Text))!;
        body.Dispose();

        using var next = secrets.NewBody();
        next.Append("XXXXXX"u8);

        Assert.Equal(Text, payload.Body.ToArray());
    }

    [Theory]
    [InlineData(ReceivedBody.FirstBlock)]
    [InlineData(ReceivedBody.FirstBlock + 1)]
    [InlineData(ReceivedBody.FirstBlock + BodyBlocks.Size)]
    [InlineData(ReceivedBody.FirstBlock + (3 * BodyBlocks.Size) + 7)]
    public void What_lies_in_several_blocks_is_one_payload(int size)
    {
        var bytes = Enumerable.Range(0, size).Select(static index => (byte)(index * 31)).ToArray();
        using var body = Bodies.Proof().NewBody();

        // In pieces that end in the middle of blocks, and one that is longer than a block.
        foreach (var piece in new[] { bytes[..Math.Min(size, 1777)], bytes[Math.Min(size, 1777)..] })
        {
            Bodies.Append(body, piece);
        }

        Assert.Equal(bytes, body.Verify(Bodies.Signature(bytes))!.Body.ToArray());
    }
}
