using System.Text;

namespace WebhookReceiver.Listeners;

/// <summary>
/// Lets the server accept only digits in <c>Content-Length</c>, as RFC 9110 section 8.6 requires. Its own parser reads <c>+5</c> as 5, and a proxy
/// that reads it differently would see other requests on the connection than this service does.
/// </summary>
internal sealed class StrictContentLength : Encoding
{
    private static readonly StrictContentLength Instance = new();

    /// <returns>This encoding for that header; null, which means the server's default, for all others.</returns>
    public static Encoding? Select(string header) => header is "Content-Length" ? Instance : null;

    public override int GetChars(ReadOnlySpan<byte> bytes, Span<char> chars)
    {
        // A value longer than the server's buffer is not a length either, and what fits is long enough to be refused.
        var count = Math.Min(bytes.Length, chars.Length);

        for (var index = 0; index < count; index++)
        {
            chars[index] = char.IsAsciiDigit((char)bytes[index]) ? (char)bytes[index] : 'x';
        }

        return count;
    }

    public override int GetChars(byte[] bytes, int byteIndex, int byteCount, char[] chars, int charIndex) =>
        GetChars(bytes.AsSpan(byteIndex, byteCount), chars.AsSpan(charIndex));

    public override int GetCharCount(byte[] bytes, int index, int count) => count;

    public override int GetMaxCharCount(int byteCount) => byteCount;

    public override int GetByteCount(char[] chars, int index, int count) => Latin1.GetByteCount(chars, index, count);

    public override int GetBytes(char[] chars, int charIndex, int charCount, byte[] bytes, int byteIndex) =>
        Latin1.GetBytes(chars, charIndex, charCount, bytes, byteIndex);

    public override int GetMaxByteCount(int charCount) => Latin1.GetMaxByteCount(charCount);
}
