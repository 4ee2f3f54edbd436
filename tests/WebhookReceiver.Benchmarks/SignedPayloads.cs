using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace WebhookReceiver.Benchmarks;

/// <summary>
/// Deliveries of one text message each, as Meta would send and sign them: the same number gives the same bytes, another number gives
/// another message id, another user and another text. Numbers and names are invented.
/// </summary>
/// <param name="appSecret">The secret that the receiver verifies with.</param>
/// <param name="sentAt">The timestamp inside the messages: a recent one, because old messages may be treated in another way.</param>
internal sealed class SignedPayloads(string appSecret, DateTimeOffset sentAt)
{
    /// <summary>Longer than any text that is made longer here.</summary>
    public const int LongestBody = 9_000;

    private static readonly string Prose =
        string.Concat(Enumerable.Repeat(" Please let me know when it can be picked up, and whether the blue one is still there.", 110));

    private readonly byte[] key = Encoding.UTF8.GetBytes(appSecret);
    private readonly long timestamp = sentAt.ToUnixTimeSeconds();
    private int? bodyLength;

    /// <summary>How long a body is that is not made longer; all are the same.</summary>
    public int BodyLength => bodyLength ??= Body(0).Length;

    public byte[] Body(int number) => Body(number, string.Empty);

    /// <summary>One of exactly this length, with a longer text in it; from <see cref="BodyLength"/> up to <see cref="LongestBody"/>.</summary>
    public byte[] Body(int number, int length) => Body(number, Prose[..(length - BodyLength)]);

    private byte[] Body(int number, string more)
    {
        var digits = number.ToString("D7", CultureInfo.InvariantCulture);
        var messageId = Convert.ToBase64String(Encoding.UTF8.GetBytes("INVENTED-" + digits + "-MESSAGE"));

        return Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $$$"""
            {"object":"whatsapp_business_account","entry":[{"id":"100200300400500","changes":[{"field":"messages","value":{"messaging_product":"whatsapp",
            "metadata":{"display_phone_number":"15550199007","phone_number_id":"500400300200100"},
            "contacts":[{"profile":{"name":"Mira {{{digits}}}"},"wa_id":"1555{{{digits}}}","user_id":"US.440011223{{{digits}}}"}],
            "messages":[{"from":"1555{{{digits}}}","from_user_id":"US.440011223{{{digits}}}","id":"wamid.{{{messageId}}}",
            "timestamp":"{{{timestamp}}}","type":"text","text":{"body":"Is number {{{digits}}} in stock?{{{more}}}"}}]}}]}]}
            """).ReplaceLineEndings(string.Empty));
    }

    /// <summary>The value of <c>X-Hub-Signature-256</c> for these bytes.</summary>
    public string Signature(ReadOnlySpan<byte> body) => "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(key, body));

    /// <summary>The whole HTTP/1.1 request, ready for the wire.</summary>
    public byte[] Request(int number, string path) => Request(number, path, BodyLength);

    /// <summary>The same with a body of this length.</summary>
    public byte[] Request(int number, string path, int length) => Request(Body(number, length), path);

    /// <summary>The request that brings this body.</summary>
    public byte[] Request(byte[] body, string path)
    {
        // Host is that of a proxy in front: neither server looks at it, and so both can be sent the same bytes.
        var head = string.Create(
            CultureInfo.InvariantCulture,
            $"""
            POST {path} HTTP/1.1
            Host: webhook.example
            User-Agent: facebookexternalua
            Accept: */*
            Content-Type: application/json
            Content-Length: {body.Length}
            X-Hub-Signature-256: {Signature(body)}
            """).ReplaceLineEndings("\r\n") + "\r\n\r\n";

        return [.. Encoding.ASCII.GetBytes(head), .. body];
    }
}
