using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;

namespace WebhookReceiver.Listeners;

/// <summary>
/// Identifies the listener of a connection by its local port. The <c>Host</c> header names one too, but it is written by the caller.
/// </summary>
internal sealed class ListenerPorts(ListenerSettings settings, IServer server)
{
    private readonly Lazy<int> operationsPort = new(() =>
        settings.OperationsPort is not 0 and var configured ? configured : BoundPort(server));

    public bool IsOperations(int localPort) => localPort == operationsPort.Value;

    /// <summary>Addresses are bound, and listed, in the order in which they were given; the operations listener comes last.</summary>
    private static int BoundPort(IServer server) =>
        BindingAddress.Parse(server.Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Last()).Port;
}
