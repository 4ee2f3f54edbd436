using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using WebhookReceiver.Tests.Receiving;

namespace WebhookReceiver.Tests.Durability.Harness;

/// <summary>
/// One message of the load. Its text states its position and is generated again whenever it is sent, so a repetition is identical byte for
/// byte, nothing has to be stored, and a text with foreign bytes is detected.
/// </summary>
/// <param name="Run">Distinguishes what different drivers send to one receiver.</param>
/// <param name="Conversation">The conversation.</param>
/// <param name="Number">Its number in the conversation, from 1.</param>
/// <param name="Length">The length of the text.</param>
internal sealed record LoadMessage(string Run, int Conversation, int Number, int Length)
{
    private const int MostText = 1 << 20;
    private static readonly string Noise = MakeNoise();

    public string Id => $"wamid.{Run}.{Conversation}.{Number}";

    /// <summary>A number that belongs to nobody.</summary>
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

    /// <returns>Zeros for a text that is not from the load.</returns>
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
