using System.Diagnostics.CodeAnalysis;

namespace WebhookReceiver.WhatsApp;

/// <summary>
/// The decoded value of <c>X-Hub-Signature-256</c>: a correct form does not mean a correct signature
/// (<c>Specification/transport.md</c>, section 4).
/// </summary>
public sealed class SignatureHeader
{
    /// <summary>The name of the header.</summary>
    public const string HeaderName = "X-Hub-Signature-256";

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

        if (value is null || value.Length != Prefix.Length + (Size * 2) || !value.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return false;
        }

        var bytes = new byte[Size];

        if (Convert.FromHexString(value.AsSpan(Prefix.Length), bytes, out _, out _) is not System.Buffers.OperationStatus.Done)
        {
            return false;
        }

        header = new SignatureHeader(bytes);
        return true;
    }
}
