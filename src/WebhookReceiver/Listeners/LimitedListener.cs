using System.Net;
using Microsoft.AspNetCore.Connections;

namespace WebhookReceiver.Listeners;

/// <summary>Accepts connections one after another, and closes at once what is above the limit: so there is never more than one too many.</summary>
internal sealed partial class LimitedListener(IConnectionListener listener, ConnectionLimit limit, bool isOperations, ILogger logger) : IConnectionListener
{
    private static readonly TimeSpan ReportInterval = TimeSpan.FromMinutes(1);

    private long reported;

    public EndPoint EndPoint => listener.EndPoint;

    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        while (await listener.AcceptAsync(cancellationToken) is { } connection)
        {
            if (limit.TryEnter(isOperations))
            {
                return new LimitedConnection(connection, limit);
            }

            Report();
            connection.Abort();
            await connection.DisposeAsync();
        }

        return null;
    }

    public ValueTask UnbindAsync(CancellationToken cancellationToken = default) => listener.UnbindAsync(cancellationToken);

    public ValueTask DisposeAsync() => listener.DisposeAsync();

    /// <summary>At most once a minute: whoever opens too many connections would fill the log as well.</summary>
    private void Report()
    {
        if (reported is 0 || TimeProvider.System.GetElapsedTime(reported) > ReportInterval)
        {
            reported = TimeProvider.System.GetTimestamp();
            TooManyConnections(logger, EndPoint);
        }
    }

    [LoggerMessage(
        1010,
        LogLevel.Warning,
        "Too many connections to {EndPoint}: some are closed without an answer. The limit follows from the file handles of the process (ulimit -n); no more of this for a minute")]
    private static partial void TooManyConnections(ILogger logger, EndPoint endPoint);
}
