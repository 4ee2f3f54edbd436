namespace WebhookReceiver.WhatsApp.Tests;

public sealed class SignatureHeaderTests
{
    private const string Digits = "eb4b54cb68820a953c6ac314910c47e62f8e1b39bbda1006514617140c6d3870";

    public static TheoryData<string> OtherForms =>
    [
        "",
        " ",
        "sha256=",
        Digits,
        "sha256=" + Digits[1..],
        "sha256=" + Digits + "0",
        "sha256=" + Digits + "00",
        "sha256=g" + Digits[1..],
        "sha256=" + Digits[..^1] + "g",
        "sha256=" + Digits[..^1] + "é",
        "sha256=" + Digits[..^1] + "\uff10",
        "sha256=" + Digits[..^1] + "\0",
        "sha256=" + Digits[..^1] + " ",
        "sha256= " + Digits[1..],
        " sha256=" + Digits,
        "sha256=" + Digits + " ",
        "sha256 =" + Digits,
        "SHA256=" + Digits,
        "Sha256=" + Digits,
        "sha1=" + Digits,
        "sha1=" + Digits[..40],
        "sha256=" + Digits[..40],
        "sha256:" + Digits,
        "sha512=" + Digits,
        "\"sha256=" + Digits + "\"",
        "sha256=\"" + Digits + "\"",
        "sha256=" + Digits + ",sha256=" + Digits,
        "sha256=" + Digits + ", sha256=" + Digits,
        "sha256=" + string.Concat(Digits.Select((digit, n) => n % 2 is 0 ? $"{digit}" : $"{digit}-")),
        "sha256=0x" + Digits[2..],
    ];

    [Fact]
    public void The_prefix_and_64_digits_are_32_bytes()
    {
        var parsed = SignatureHeader.TryParse("sha256=" + Digits, out var header);

        Assert.True(parsed);
        Assert.Equal(Digits, Convert.ToHexStringLower(header!.Signature));
    }

    [Fact]
    public void The_digits_may_be_upper_case()
    {
        var parsed = SignatureHeader.TryParse("sha256=" + Digits.ToUpperInvariant(), out var header);

        Assert.True(parsed);
        Assert.Equal(Digits, Convert.ToHexStringLower(header!.Signature));
    }

    [Theory]
    [InlineData(null)]
    [MemberData(nameof(OtherForms))]
    public void Any_other_form_is_refused(string? value)
    {
        var parsed = SignatureHeader.TryParse(value, out var header);

        Assert.False(parsed);
        Assert.Null(header);
    }
}
