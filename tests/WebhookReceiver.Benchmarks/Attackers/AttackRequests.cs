using System.Globalization;
using System.Text;

namespace WebhookReceiver.Benchmarks;

/// <summary>What a stranger sends who knows the callback URL and no secret, ready for the wire.</summary>
internal static class AttackRequests
{
    /// <summary>Of the form that the server checks first, so that it reads the body and compares.</summary>
    private static readonly string WrongSignature = "sha256=" + new string('0', 64);

    /// <summary>Answered with 404.</summary>
    public static byte[] Nowhere { get; } = Encoding.ASCII.GetBytes("GET /x HTTP/1.1\r\nHost: a\r\n\r\n");

    /// <summary>Answered with 403.</summary>
    public static byte[] WrongToken { get; } = Encoding.ASCII.GetBytes(
        $"GET {ReceiverServer.CallbackPath}?hub.mode=subscribe&hub.verify_token=wrong-token&hub.challenge=1 HTTP/1.1\r\nHost: a\r\n\r\n");

    /// <summary>Answered with 401 without a look at the body.</summary>
    public static byte[] NoSignature { get; } = Encoding.ASCII.GetBytes(
        $"POST {ReceiverServer.CallbackPath} HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n{{}}");

    /// <summary>Answered with 400, after which the server closes the connection.</summary>
    public static byte[] Malformed { get; } = Encoding.ASCII.GetBytes("GET /x HTTP/1.1\r\nHost a\r\n\r\n");

    /// <summary>Answered with 401 when the body has been read.</summary>
    public static byte[] Forged { get; } = [.. ForgedHead(ForgedBody.Length), .. ForgedBody];

    private static ReadOnlySpan<byte> ForgedBody => """{"object":"whatsapp_business_account","entry":[]}"""u8;

    /// <summary>The head of a POST whose signature will not match, whatever body of this length follows.</summary>
    public static byte[] ForgedHead(int bodyLength) => Encoding.ASCII.GetBytes(string.Create(
        CultureInfo.InvariantCulture,
        $"POST {ReceiverServer.CallbackPath} HTTP/1.1\r\nHost: a\r\nContent-Length: {bodyLength}\r\nX-Hub-Signature-256: {WrongSignature}\r\n\r\n"));

    /// <summary>So many requests after another that sending them costs the attacker few calls.</summary>
    public static byte[] Pipelined(params IReadOnlyList<byte[]> requests)
    {
        const int together = 128;
        return [.. Enumerable.Range(0, together).SelectMany(number => requests[number % requests.Count])];
    }
}
