using System.Net.Sockets;
using System.Security.Authentication;

namespace WebhookReceiver.Commands.Register;

/// <summary>Says in plain words why there was no answer.</summary>
internal static class ConnectionTrouble
{
    /// <summary>The end of a sentence that begins with what was called.</summary>
    public static string Explain(HttpRequestException exception) => exception.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError => "the host name cannot be resolved (DNS).",
        HttpRequestError.SecureConnectionError => $"TLS failed: {Innermost(exception)}",
        HttpRequestError.ProxyTunnelError => "the proxy of this machine refuses the connection (HTTPS_PROXY, NO_PROXY).",
        HttpRequestError.ConfigurationLimitExceeded => "the answer is too large to be one of this API.",
        HttpRequestError.ResponseEnded => "the connection was closed before the answer was complete.",
        HttpRequestError.InvalidResponse => "the answer is not HTTP.",
        _ => SocketOf(exception) switch
        {
            SocketError.ConnectionRefused => "the connection was refused: nothing listens there, or a firewall rejects it.",
            SocketError.TimedOut => "the connection timed out.",
            SocketError.HostUnreachable or SocketError.NetworkUnreachable => "the host cannot be reached from this machine.",
            SocketError.ConnectionReset => "the connection was reset.",
            { } error => $"the connection failed ({error}).",
            null => $"the call failed ({exception.HttpRequestError}).",
        },
    };

    private static SocketError? SocketOf(Exception exception)
    {
        for (var inner = exception.InnerException; inner is not null; inner = inner.InnerException)
        {
            if (inner is SocketException socket)
            {
                return socket.SocketErrorCode;
            }
        }

        return null;
    }

    private static string Innermost(Exception exception)
    {
        for (var inner = exception.InnerException; inner is not null; inner = inner.InnerException)
        {
            if (inner is AuthenticationException)
            {
                return inner.Message;
            }
        }

        return "the other side ended the handshake.";
    }
}
