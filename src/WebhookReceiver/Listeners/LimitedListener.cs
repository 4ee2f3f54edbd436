using System.Diagnostics.CodeAnalysis;
using System.Net;
using Microsoft.AspNetCore.Connections;

namespace WebhookReceiver.Listeners;

/// <summary>Accepts connections one after another, within the limit of its listener.</summary>
internal sealed partial class LimitedListener(IConnectionListener listener, ConnectionLimit limit, ILogger logger) : IConnectionListener
{
    private static readonly TimeSpan ReportInterval = TimeSpan.FromMinutes(1);

    private long reported;
    private int evictions;
    private int refusals;

    public EndPoint EndPoint => listener.EndPoint;

    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "The server disposes accepted connections, and evicted ones once their read has ended.")]
    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        while (await listener.AcceptAsync(cancellationToken) is { } connection)
        {
            var limited = new LimitedConnection(connection, limit);

            if (limit.TryEnter(limited, out var evicted))
            {
                if (evicted is not null)
                {
                    evictions++;
                    Report();
                    evicted.Abort(new ConnectionAbortedException("Another connection needs the room."));
                }

                return limited;
            }

            refusals++;
            Report();
            connection.Abort();
            await connection.DisposeAsync();
        }

        return null;
    }

    public ValueTask UnbindAsync(CancellationToken cancellationToken = default) => listener.UnbindAsync(cancellationToken);

    public ValueTask DisposeAsync() => listener.DisposeAsync();

    /// <summary>At most once a minute: a client that opens too many connections must not fill the log as well.</summary>
    private void Report()
    {
        if (reported is 0 || TimeProvider.System.GetElapsedTime(reported) > ReportInterval)
        {
            reported = TimeProvider.System.GetTimestamp();
            TooManyConnections(logger, EndPoint, evictions, refusals);
            evictions = refusals = 0;
        }
    }

    [LoggerMessage(
        1010,
        LogLevel.Warning,
        "Too many connections to {EndPoint}: {Evicted} that had proved nothing were closed to make room for others, {Refused} were closed without an answer. The limit is derived from the file handles (ulimit -n) and the memory of the process; further ones are reported in a minute")]
    private static partial void TooManyConnections(ILogger logger, EndPoint endPoint, int evicted, int refused);
}
