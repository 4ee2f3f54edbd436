using System.Text;
using System.Text.RegularExpressions;
using WebhookReceiver.WhatsApp;

namespace WebhookReceiver.Tests.Receiving;

/// <summary>Hand-written requests, and the status codes of their answers.</summary>
internal static partial class RawRequest
{
    private const string LastChallenge = "the-last-one";

    private const string Last =
        $"GET /webhook?hub.mode=subscribe&hub.challenge={LastChallenge}&hub.verify_token={Receiver.VerifyToken} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

    public static string SignatureOf(string body) => WebhookSignature.Create(Receiver.AppSecret, Encoding.UTF8.GetBytes(body));

    /// <summary>The head of a POST to the callback URL with only these headers and Host.</summary>
    public static string Post(params string[] headers) => Head("POST", "/webhook", headers);

    /// <summary>The head of a signed POST, without the headers that give the length.</summary>
    public static string SignedPost(string body, params string[] headers) =>
        Post([$"{SignatureHeader.HeaderName}: {SignatureOf(body)}", .. headers]);

    /// <summary>A whole signed POST.</summary>
    public static string Complete(string body) => SignedPost(body, $"Content-Length: {Encoding.UTF8.GetByteCount(body)}") + body;

    public static string Head(string method, string target, params string[] headers) =>
        $"{method} {target} HTTP/1.1\r\n{string.Join("\r\n", ["Host: receiver", .. headers])}\r\n\r\n";

    public static string Chunk(string content) => $"{Encoding.UTF8.GetByteCount(content):x}\r\n{content}\r\n";

    /// <summary>
    /// Sends all of it on one connection and reads the answers to the end. A request of our own after it makes the server close the
    /// connection where it has found all requests; the answer to that one is left out.
    /// </summary>
    public static async Task<string> ExchangeAsync(Uri server, string text, CancellationToken cancellationToken)
    {
        using var connection = await RawConnection.OpenAsync(server, cancellationToken);
        var sending = connection.SendAllAsync(Encoding.UTF8.GetBytes(text + Last), cancellationToken);
        var answers = await connection.ReadToEndAsync(cancellationToken);
        await sending;
        return answers.EndsWith(LastChallenge, StringComparison.Ordinal) ? answers[..answers.LastIndexOf("HTTP/1.1 200", StringComparison.Ordinal)] : answers;
    }

    /// <summary>Sends a part of a request and closes this direction of the connection; returns the status codes of the answers.</summary>
    public static async Task<string> BreakOffAsync(Uri server, string text, CancellationToken cancellationToken)
    {
        using var connection = await RawConnection.OpenAsync(server, cancellationToken);
        await connection.SendAllAsync(Encoding.UTF8.GetBytes(text), cancellationToken);
        connection.FinishSending();
        return StatusesIn(await connection.ReadToEndAsync(cancellationToken));
    }

    /// <summary>The status codes of all answers to what was sent on one connection, in order, such as "200 401".</summary>
    public static async Task<string> StatusesAsync(Uri server, string text, CancellationToken cancellationToken) =>
        StatusesIn(await ExchangeAsync(server, text, cancellationToken));

    public static string StatusesIn(string answers) =>
        string.Join(' ', StatusLine().Matches(answers).Select(static match => match.Groups["code"].Value));

    [GeneratedRegex("^HTTP/1\\.1 (?<code>[0-9]{3})", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex StatusLine();
}
