using WebhookReceiver.WhatsApp.Json;

namespace WebhookReceiver.WhatsApp;

/// <summary>Whether calls go over SIP, and to which servers (<c>sip</c>, Meta's page on call settings).</summary>
public sealed record CallingSip
{
    /// <summary><c>ENABLED</c>, <c>DISABLED</c>; the list is open.</summary>
    public string? Status { get; init; }

    /// <summary>The business's servers. Treat them as confidential.</summary>
    public IReadOnlyList<CallingSipServer> Servers { get; init; } = [];

    internal static CallingSip? Read(WireValue sip) => !sip.IsObject ? null : new()
    {
        Status = sip["status"u8].Name,
        Servers = sip["servers"u8].Items.Read(CallingSipServer.Read),
    };
}

/// <summary>A SIP server of the business (<c>servers[]</c>, Meta's page on call settings). Treat it as confidential.</summary>
public sealed record CallingSipServer
{
    /// <summary>The host name.</summary>
    public string? Hostname { get; init; }

    /// <summary>The port.</summary>
    public long? Port { get; init; }

    /// <summary>The parameters of the user part of the request URI: a JSON object, as sent.</summary>
    public ReadOnlyMemory<byte>? RequestUriUserParams { get; init; }

    /// <summary>Reveals nothing of the server, so that one in a log line discloses nothing.</summary>
    public override string ToString() => nameof(CallingSipServer);

    internal static CallingSipServer? Read(WireValue server) => !server.IsObject ? null : new()
    {
        Hostname = server["hostname"u8].Name,
        Port = server["port"u8].Integer,
        RequestUriUserParams = server["request_uri_user_params"u8].Json,
    };
}
