using System.Buffers;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using WebhookReceiver.Observation;
using WebhookReceiver.Senders;

namespace WebhookReceiver.Endpoints;

/// <summary>
/// Answers the GET with which Meta checks a callback URL: 200 and the bare challenge for one of our tokens, otherwise 403 without a hint
/// (<c>Specification/transport.md</c>, section 2), or 429 when the sender has failed too often. Only failures count, and only failures are
/// refused.
/// </summary>
internal sealed class Handshake(RefusalLog refusals, SenderAddresses senders, TimeProvider clock)
{
    public const string TokenParameter = "hub.verify_token";

    private const int LongestValue = 1024;

    private static readonly SearchValues<char> PrintableAscii =
        SearchValues.Create([.. Enumerable.Range(' ', '~' - ' ' + 1).Select(static code => (char)code)]);

    private readonly FailureLimit limit = new(clock);

    public async Task AnswerAsync(CallbackEndpoint endpoint, HttpContext context)
    {
        var query = context.Features.Get<HandshakeQuery>()?.Values ?? context.Request.Query;
        var isSubscribe = string.Equals(Single(query, "hub.mode"), "subscribe", StringComparison.Ordinal);
        var challenge = Single(query, "hub.challenge");

        // The token is compared whatever the other parameters are, so that the time taken does not reveal which one was wrong.
        var isOurs = endpoint.Secrets.HasToken(Single(query, TokenParameter) ?? string.Empty);
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.CacheControl = "no-store";

        if (!(isOurs && isSubscribe && IsEchoable(challenge)))
        {
            Refuse(endpoint, context);
            return;
        }

        context.Response.ContentType = "text/plain; charset=utf-8";
        context.Response.ContentLength = challenge!.Length;

        // Not tied to the request: a sender that has disconnected would otherwise cause an exception and a log line.
        await context.Response.Body.WriteAsync(Encoding.ASCII.GetBytes(challenge), CancellationToken.None);
    }

    private void Refuse(CallbackEndpoint endpoint, HttpContext context)
    {
        var sender = senders.Of(context);
        var refusal = Refusal.Handshake;

        if (limit.Failed(sender) is { } wait)
        {
            refusal = Refusal.TooManyHandshakes;
            context.Response.Headers.RetryAfter = wait.ToString(CultureInfo.InvariantCulture);
        }

        refusals.Refused(endpoint.Name, refusal, sender);
        context.Response.StatusCode = refusal.StatusCode();
        Refusals.EndConnection(context.Response);
    }

    /// <summary>The value of a parameter that occurs exactly once.</summary>
    private static string? Single(IQueryCollection query, string name) =>
        query[name] is [{ Length: <= LongestValue } value] ? value : null;

    /// <summary>Bounded and printable, so that what is echoed cannot become a page or a header.</summary>
    private static bool IsEchoable(string? challenge) =>
        challenge is { Length: > 0 } && !challenge.AsSpan().ContainsAnyExcept(PrintableAscii);
}
