using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Options;

namespace WebhookReceiver.Listeners;

/// <summary>
/// Kestrel's sockets, with the limit enforced where a connection is accepted. Kestrel's own limit (<c>MaxConcurrentConnections</c>) is checked later, on a pool
/// thread: by then a burst has taken all file handles of the process, which can then neither write its inbox nor load its own code.
/// </summary>
internal sealed class LimitedListenerFactory(
    IOptions<SocketTransportOptions> options, ILoggerFactory loggers, ConnectionLimits limits, ListenerSettings settings)
    : IConnectionListenerFactory, IConnectionListenerFactorySelector
{
    private readonly SocketTransportFactory sockets = new(options, loggers);
    private readonly ILogger<LimitedListener> logger = loggers.CreateLogger<LimitedListener>();

    public bool CanBind(EndPoint endpoint) => sockets.CanBind(endpoint);

    public async ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        var isOperations = endpoint is IPEndPoint { Port: not 0 and var port } && port == settings.OperationsPort;
        return new LimitedListener(await sockets.BindAsync(endpoint, cancellationToken), isOperations ? limits.Operations : limits.Public, logger);
    }
}
