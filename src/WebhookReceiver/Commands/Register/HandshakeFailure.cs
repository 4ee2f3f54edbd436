using System.Text.RegularExpressions;

namespace WebhookReceiver.Commands.Register;

/// <summary>Explains error 2200: Meta called the callback URL during the call, and the answer was not the challenge.</summary>
internal static partial class HandshakeFailure
{
    public static string Explain(string message)
    {
        var status = Status().Match(message) is { Success: true } match ? match.Groups["status"].Value : null;

        return $"Meta's handshake at the callback URL failed (error 2200{(status is null ? string.Empty : $", Meta saw status {status}")}). " + status switch
        {
            "403" or "401" => "The service, or a firewall in front of it, refused Meta: check that the running service has the same VerifyToken, and that nothing in between blocks Meta.",
            "404" => "The path of the URL is not that of the endpoint, or the proxy does not pass it on.",
            ['3', _, _] => "Meta does not follow redirects: register the address to which it redirects.",
            ['5', _, _] => "The proxy does not reach the service, or the service is not ready.",
            null => $"Meta says: {message.TrimEnd('.')}.",
            _ => "Check what the proxy in front of the service answers.",
        };
    }

    [GeneratedRegex(@"status code\s*[=:]?\s*(?<status>[0-9]{3})", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Status();
}
