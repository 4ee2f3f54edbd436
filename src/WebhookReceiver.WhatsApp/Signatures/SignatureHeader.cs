using System.Diagnostics.CodeAnalysis;

namespace WebhookReceiver.WhatsApp;

/// <summary>
/// The decoded value of <c>X-Hub-Signature-256</c>, or of 360dialog's <c>x-360dialog-signature</c>: a correct form does not mean a correct signature
/// (<c>Specification/transport.md</c>, section 4; <c>Specification/legacy.md</c>, section 8.3).
/// </summary>
public sealed class SignatureHeader
{
    /// <summary>The name of Meta's header.</summary>
    public const string HeaderName = "X-Hub-Signature-256";

    /// <summary>The name of the header of 360dialog's partner webhooks.</summary>
    public const string D360HeaderName = "x-360dialog-signature";

    /// <summary>The length of a signature in bytes.</summary>
    public const int Size = 32;

    private const string Prefix = "sha256=";

    private readonly byte[] signature;

    private SignatureHeader(byte[] signature) => this.signature = signature;

    /// <summary>The signature: <see cref="Size"/> bytes.</summary>
    public ReadOnlySpan<byte> Signature => signature;

    /// <summary>
    /// Reads <c>sha256=</c> and 64 hexadecimal digits. The digits may be upper case; everything else, including the prefix, must match exactly.
    /// </summary>
    public static bool TryParse(string? value, [NotNullWhen(true)] out SignatureHeader? header)
    {
        header = null;
        return value is not null && value.StartsWith(Prefix, StringComparison.Ordinal) && TryParseDigits(value.AsSpan(Prefix.Length), out header);
    }

    /// <summary>
    /// Reads a value of 360dialog's header: 64 hexadecimal digits, with or without <c>sha256=</c>, in either case.
    /// </summary>
    public static bool TryParseD360(string? value, [NotNullWhen(true)] out SignatureHeader? header)
    {
        header = null;
        return value is not null && TryParseDigits(value.AsSpan(value.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? Prefix.Length : 0), out header);
    }

    private static bool TryParseDigits(ReadOnlySpan<char> digits, [NotNullWhen(true)] out SignatureHeader? header)
    {
        header = null;

        if (digits.Length != Size * 2)
        {
            return false;
        }

        var bytes = new byte[Size];

        if (Convert.FromHexString(digits, bytes, out _, out _) is not System.Buffers.OperationStatus.Done)
        {
            return false;
        }

        header = new SignatureHeader(bytes);
        return true;
    }
}
