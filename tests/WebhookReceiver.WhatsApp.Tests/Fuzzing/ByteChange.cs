namespace WebhookReceiver.WhatsApp.Tests;

/// <summary>Ways to corrupt a text regardless of its content: bits are flipped, the end is missing, pieces of another text are spliced in.</summary>
internal static class ByteChange
{
    public const int Count = 5;

    private const int LongestPiece = 64;

    public static byte[] Apply(byte[] text, byte[] other, FuzzStep step)
    {
        if (text.Length is 0)
        {
            return text;
        }

        var place = step.Place % text.Length;

        switch (step.Way % Count)
        {
            case 0:
                byte[] flipped = [.. text];
                flipped[place] ^= (byte)(1 << (step.Detail % 8));
                return flipped;

            case 1:
                byte[] replaced = [.. text];
                replaced[place] = (byte)step.Detail;
                return replaced;

            case 2:
                return text[..place];

            case 3:
                return [.. text.AsSpan(..place), .. text.AsSpan(Math.Min(text.Length, place + 1 + (step.Detail % LongestPiece))..)];

            default:
                var from = step.Detail % other.Length;
                return [.. text.AsSpan(..place), .. other.AsSpan(from..Math.Min(other.Length, from + LongestPiece)), .. text.AsSpan(place..)];
        }
    }
}
