using System.Text;
using WebhookReceiver.Pipeline.Tests.Fakes;
using WebhookReceiver.Verification;
using WebhookReceiver.WhatsApp;
using WebhookReceiver.WhatsApp.Tests;
using Xunit;

namespace WebhookReceiver.Pipeline.Tests.Verification;

/// <summary>The time that a wrong secret takes does not show how much of it is right.</summary>
public sealed class ComparisonTimeTests
{
    private const string Secret = "unit-header-value-0123456789-0123456789-0123456789-0123456789-01";

    [Fact]
    [Trait("row", "V09")]
    public void A_signature_that_differs_in_its_first_digit_takes_as_long_as_one_that_differs_in_its_last()
    {
        var right = WebhookSignature.Create(Bodies.Secret, "x"u8);
        Assert.True(SignatureHeader.TryParse(right, out var parsed));
        var computed = parsed.Signature.ToArray();
        var first = Parsed(right[..7] + Other(right[7]) + right[8..]);
        var last = Parsed(right[..^1] + Other(right[^1]));

        Assert.False(TimingLeak.IsIn(() => SenderClaim.Signed(first).HoldsFor(computed), () => SenderClaim.Signed(last).HoldsFor(computed)));
    }

    [Fact]
    [Trait("row", "V10")]
    public void A_presented_secret_that_differs_in_its_first_character_takes_as_long_as_one_that_differs_in_its_last()
    {
        var known = new SecretHashes([Secret]);
        var first = Encoding.ASCII.GetBytes("x" + Secret[1..]);
        var last = Encoding.ASCII.GetBytes(Secret[..^1] + "x");

        Assert.False(TimingLeak.IsIn(() => known.Contains(first), () => known.Contains(last)));
    }

    /// <summary>The time depends on the length that a stranger chose, but not on whether it is the right one.</summary>
    [Theory]
    [Trait("row", "V10")]
    [InlineData(1)]
    [InlineData(16)]
    [InlineData(64)]
    public void A_presented_secret_takes_as_long_whether_it_has_the_length_of_ours_or_not(int length)
    {
        var ofThisLength = new SecretHashes([Secret[..length]]);
        var ofAnother = new SecretHashes([Secret[..(length is 64 ? 1 : 64)]]);
        var presented = Encoding.ASCII.GetBytes(new string('x', length));

        Assert.False(TimingLeak.IsIn(() => ofThisLength.Contains(presented), () => ofAnother.Contains(presented)));
    }

    [Fact]
    [Trait("row", "V09")]
    public void A_comparison_that_ends_early_would_be_found()
    {
        var secret = Encoding.ASCII.GetBytes(Secret);
        var first = Encoding.ASCII.GetBytes("x" + Secret[1..]);
        var last = Encoding.ASCII.GetBytes(Secret[..^1] + "x");

        Assert.True(TimingLeak.IsIn(() => EndsEarly(first, secret), () => EndsEarly(last, secret)));

        static bool EndsEarly(byte[] presented, byte[] secret)
        {
            for (var index = 0; index < secret.Length; index++)
            {
                if (presented[index] != secret[index])
                {
                    return false;
                }
            }

            return true;
        }
    }

    [Fact]
    [Trait("row", "V09")]
    public void Nothing_else_compares_secrets() => Assert.All(
        RepositoryFiles.Paths.Where(static path => path.StartsWith("src/WebhookReceiver.Pipeline/Verification/", StringComparison.Ordinal) || path.StartsWith("src/WebhookReceiver.WhatsApp/Signatures/", StringComparison.Ordinal)),
        static path => Assert.DoesNotContain("SequenceEqual", RepositoryFiles.Read(path), StringComparison.Ordinal));

    private static char Other(char digit) => digit is '0' ? '1' : '0';

    private static SignatureHeader Parsed(string value) => SignatureHeader.TryParse(value, out var header) ? header : throw new InvalidOperationException();
}
