using System.Net;

namespace WebhookReceiver.Listeners;

/// <summary>What the server binds for an address: any host name but <c>localhost</c> means all addresses of the machine.</summary>
internal static class BoundHost
{
    private const string Localhost = "localhost";

    public static BoundHostKind Of(BindingAddress address) => address switch
    {
        { IsUnixPipe: true } or { IsNamedPipe: true } => BoundHostKind.Socket,
        { Host: "*" or "+" } => BoundHostKind.Everything,
        _ when address.Host.Equals(Localhost, StringComparison.OrdinalIgnoreCase) => BoundHostKind.Localhost,
        _ when IPAddress.TryParse(address.Host, out var ip) => ip.Equals(IPAddress.Any) || ip.Equals(IPAddress.IPv6Any) ? BoundHostKind.Everything : BoundHostKind.Address,
        _ => BoundHostKind.Name,
    };
}

/// <summary>The kinds of host in an address.</summary>
internal enum BoundHostKind
{
    /// <summary>The loopback addresses.</summary>
    Localhost,

    /// <summary>One IP address.</summary>
    Address,

    /// <summary>A wildcard: every address of the machine.</summary>
    Everything,

    /// <summary>A name, which the server does not resolve.</summary>
    Name,

    /// <summary>A Unix socket or a named pipe.</summary>
    Socket,
}
