using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using WebhookReceiver.Tests.Receiving;

namespace WebhookReceiver.Tests.Durability.Harness;

/// <summary>
/// One message of the load. Its text tells its place and is made anew from it whenever it is sent, so the same notification comes twice byte for
/// byte, nothing has to be kept, and a text with foreign bytes in it shows.
/// </summary>
/// <param name="Run">Tells apart what different drivers send to one receiver.</param>
/// <param name="Conversation">Which conversation.</param>
/// <param name="Number">Its number in the conversation, from 1.</param>
/// <param name="Length">How long the text is.</param>
internal sealed record LoadMessage(string Run, int Conversation, int Number, int Length)
{
    private const int MostText = 1 << 20;
    private static readonly string Noise = MakeNoise();

    public string Id => $"wamid.{Run}.{Conversation}.{Number}";

    /// <summary>A number that is nobody's.</summary>
    public string From => $"1555010{Conversation:0000}";

    public string Text
    {
        get
        {
            var place = $"{Conversation}/{Number}/";
            var offset = (int)(((uint)Conversation * 7919u + (uint)Number * 104729u) % MostText);
            return string.Concat(place, Noise.AsSpan(offset, Math.Max(0, Length - place.Length)));
        }
    }

    public string TextHash => HashOf(Text);

    public byte[] ToBody() => Encoding.UTF8.GetBytes(Notifications.Text(From, Id, Text));

    public static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 12));

    /// <returns>Zeros for a text that is none of the load's.</returns>
    public static (int Conversation, int Number) PlaceOf(string text)
    {
        var parts = text.Split('/', 3);
        return parts is [var conversation, var number, _]
            && int.TryParse(conversation, CultureInfo.InvariantCulture, out var first)
            && int.TryParse(number, CultureInfo.InvariantCulture, out var second)
            ? (first, second)
            : (0, 0);
    }

    private static string MakeNoise()
    {
        var random = new Random(20261120);
        return string.Create(2 * MostText, random, static (span, random) =>
        {
            for (var i = 0; i < span.Length; i++)
            {
                span[i] = (char)random.Next('a', 'z' + 1);
            }
        });
    }
}
