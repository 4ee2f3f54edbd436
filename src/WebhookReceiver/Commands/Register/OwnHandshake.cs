using System.Globalization;
using System.Security.Cryptography;

namespace WebhookReceiver.Commands.Register;

/// <summary>
/// Waits until the service answers at the URL to be registered, as the remote service will find it: to Meta's handshake with the challenge, or, at an endpoint whose sender makes no handshake,
/// to a delivery without proof with a refusal.
/// </summary>
internal sealed class OwnHandshake(Remote remote, TimeProvider clock)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    /// <summary>The call that a dry run shows.</summary>
    /// <param name="callback">The URL to be registered.</param>
    /// <param name="verifyToken">Null when the sender makes no handshake.</param>
    public static RemoteRequest Request(Uri callback, Secret? verifyToken) => verifyToken is null
        ? new("see that the service answers", HttpMethod.Post, callback) { Body = new JsonBody() }
        : new("see that the service answers the handshake", HttpMethod.Get, callback)
        {
            Query = [("hub.mode", "subscribe"), ("hub.challenge", RandomNumberGenerator.GetInt32(100_000_000, int.MaxValue).ToString(CultureInfo.InvariantCulture)), ("hub.verify_token", verifyToken)],
        };

    /// <exception cref="CommandFailedException">It did not answer in time; the message says what came instead.</exception>
    public async Task WaitAsync(Uri callback, Secret? verifyToken, TimeSpan patience, CancellationToken cancellationToken)
    {
        var begin = clock.GetTimestamp();
        var pause = FirstPause;

        while (await TryAsync(callback, verifyToken, cancellationToken) is { } problem)
        {
            if (clock.GetElapsedTime(begin) + pause > patience)
            {
                throw new CommandFailedException($"Nothing was registered, because the service does not answer at {callback.AbsoluteUri}: {problem} If only this machine cannot reach it, add --no-wait.");
            }

            await Task.Delay(pause, clock, cancellationToken);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    /// <returns>Null when it answered as it should.</returns>
    private async Task<string?> TryAsync(Uri callback, Secret? verifyToken, CancellationToken cancellationToken)
    {
        var request = Request(callback, verifyToken);

        try
        {
            var answer = await remote.SendAsync(request, cancellationToken);
            return verifyToken is null ? ProblemOfRefusal(answer) : ProblemOfHandshake(answer, $"{request.Query[1].Value}");
        }
        catch (CommandFailedException exception)
        {
            return exception.Message;
        }
    }

    private static string? ProblemOfHandshake(RemoteAnswer answer, string challenge) => answer.Status switch
    {
        200 when string.Equals(answer.Text, challenge, StringComparison.Ordinal) => null,
        200 => "it answered 200, but not with the challenge: another service or a page is at this address.",
        403 => "it answered 403: the running service has another VerifyToken, or a firewall refuses the call.",
        404 => "it answered 404: the path is not that of an endpoint, or the proxy does not pass it on.",
        >= 300 and < 400 => $"it answered {answer.Status}, a redirect{(answer.Location is { } host ? $" to {host}" : string.Empty)}; senders do not follow it.",
        >= 500 => $"it answered {answer.Status}: the service is not ready, or the proxy does not reach it.",
        _ => $"it answered {answer.Status}.",
    };

    private static string? ProblemOfRefusal(RemoteAnswer answer) => answer.Status switch
    {
        401 => null,
        200 => "it accepted a delivery without any proof: another service is at this address.",
        _ => ProblemOfHandshake(answer, string.Empty),
    };
}
