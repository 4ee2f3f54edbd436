using System.Security.Cryptography;
using System.Text;

namespace WebhookReceiver.WhatsApp.Tests;

public sealed class WebhookSignatureTests
{
    private const string Secret = "example-app-secret";

    private const string EmptyEntry = """{"object":"whatsapp_business_account","entry":[]}""";

    private const string Escaped =
        """{"object":"whatsapp_business_account","entry":[{"id":"310000000000042","changes":[{"field":"x","value":{"t":"caf\u00e9 \ud83d\ude00 a\/b"}}]}]}""";

    private const string Unescaped =
        """{"object":"whatsapp_business_account","entry":[{"id":"310000000000042","changes":[{"field":"x","value":{"t":"café 😀 a/b"}}]}]}""";

    [Theory]
    [InlineData(EmptyEntry, 49, "sha256=eb4b54cb68820a953c6ac314910c47e62f8e1b39bbda1006514617140c6d3870")]
    [InlineData(Escaped, 143, "sha256=ed09fa3da1211a800e66bbcc5bfd932238aa826853dcf5779464acf6fbc081d1")]
    [InlineData(Unescaped, 130, "sha256=dfd6b0d34eaff6dc6d97d7a70b6da582f1806e3e50740b7b5256f2714662d6b3")]
    public void A_body_is_signed_byte_for_byte(string body, int length, string signature)
    {
        var bytes = Encoding.UTF8.GetBytes(body);

        Assert.Equal(length, bytes.Length);
        Assert.Equal(signature, WebhookSignature.Create(Secret, bytes));
    }

    [Theory]
    [InlineData("")]
    [InlineData("00")]
    [InlineData("000000")]
    [InlineData("FFC328")]
    [InlineData("F09F9880E280A8")]
    public void A_created_signature_matches_its_body(string hex) => AssertMatches(Convert.FromHexString(hex));

    [Fact]
    public void A_body_of_four_megabytes_is_signed_like_any_other() => AssertMatches(new byte[4 * 1024 * 1024]);

    [Fact]
    public void A_reserialised_body_does_not_match()
    {
        var header = Header(WebhookSignature.Create(Secret, Encoding.UTF8.GetBytes(Escaped)));

        Assert.False(WebhookSignature.MatchesAny(header, Sign(Secret, Encoding.UTF8.GetBytes(Unescaped))));
    }

    [Fact]
    public void Each_of_the_64_digits_counts()
    {
        var right = WebhookSignature.Create(Secret, Encoding.UTF8.GetBytes(EmptyEntry));
        var computed = Sign(Secret, Encoding.UTF8.GetBytes(EmptyEntry));

        for (var n = "sha256=".Length; n < right.Length; n++)
        {
            var wrong = right[..n] + (right[n] is '0' ? '1' : '0') + right[(n + 1)..];

            Assert.False(WebhookSignature.MatchesAny(Header(wrong), computed), $"The digit at {n} was not compared.");
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void The_signature_matches_whichever_secret_is_the_right_one(int place)
    {
        var header = Header(WebhookSignature.Create(Secret, "{}"u8));
        string[] secrets = ["first-app-secret", "second-app-secret", "third-app-secret"];
        secrets[place] = Secret;

        Assert.True(WebhookSignature.MatchesAny(header, [.. secrets.SelectMany(secret => Sign(secret, "{}"u8.ToArray()))]));
    }

    [Fact]
    public void None_of_several_secrets_matches()
    {
        var header = Header(WebhookSignature.Create(Secret, "{}"u8));

        Assert.False(WebhookSignature.MatchesAny(header, [.. Sign("first-app-secret", "{}"u8.ToArray()), .. Sign("second-app-secret", "{}"u8.ToArray())]));
    }

    [Fact]
    public void Halves_of_two_signatures_do_not_match()
    {
        var header = Header(WebhookSignature.Create(Secret, "{}"u8));
        var right = Sign(Secret, "{}"u8.ToArray());

        Assert.False(WebhookSignature.MatchesAny(header, [.. new byte[16], .. right, .. new byte[16]]));
    }

    [Fact]
    public void Without_any_secret_nothing_matches() =>
        Assert.False(WebhookSignature.MatchesAny(Header(WebhookSignature.Create(Secret, "{}"u8)), []));

    [Fact]
    public void Incomplete_signatures_are_a_programming_error() => Assert.Throws<ArgumentException>(
        () => WebhookSignature.MatchesAny(Header(WebhookSignature.Create(Secret, "{}"u8)), new byte[33]));

    [Fact]
    public void An_empty_secret_cannot_sign() =>
        Assert.Throws<ArgumentException>(() => WebhookSignature.Create(string.Empty, "{}"u8));

    private static void AssertMatches(byte[] body)
    {
        var header = Header(WebhookSignature.Create(Secret, body));

        Assert.True(WebhookSignature.MatchesAny(header, Sign(Secret, body)));
        Assert.False(WebhookSignature.MatchesAny(header, Sign("another-app-secret", body)));
        Assert.False(WebhookSignature.MatchesAny(header, Sign(Secret, [.. body, 0])));
    }

    private static SignatureHeader Header(string value)
    {
        Assert.True(SignatureHeader.TryParse(value, out var header));
        return header;
    }

    private static byte[] Sign(string secret, byte[] body) => HMACSHA256.HashData(Encoding.ASCII.GetBytes(secret), body);
}
