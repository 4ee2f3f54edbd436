using System.IO.Pipelines;
using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;

namespace WebhookReceiver.Listeners;

/// <summary>A connection that counts against the limit until its socket is closed, and can be evicted for another until its other end has proved its identity.</summary>
internal sealed class LimitedConnection : ConnectionContext, IConnectionProofFeature
{
    private readonly ConnectionContext connection;
    private readonly ConnectionLimit limit;
    private volatile bool isProven;
    private int left;

    public LimitedConnection(ConnectionContext connection, ConnectionLimit limit)
    {
        (this.connection, this.limit) = (connection, limit);
        Place = new LinkedListNode<LimitedConnection>(this);
        connection.Features.Set<IConnectionProofFeature>(this);
    }

    /// <summary>Its place among those that proved nothing. Under the lock of the limit.</summary>
    public LinkedListNode<LimitedConnection> Place { get; }

    public bool IsProven => isProven;

    public override IDuplexPipe Transport
    {
        get => connection.Transport;
        set => connection.Transport = value;
    }

    public override string ConnectionId
    {
        get => connection.ConnectionId;
        set => connection.ConnectionId = value;
    }

    public override IFeatureCollection Features => connection.Features;

    public override IDictionary<object, object?> Items
    {
        get => connection.Items;
        set => connection.Items = value;
    }

    public override CancellationToken ConnectionClosed
    {
        get => connection.ConnectionClosed;
        set => connection.ConnectionClosed = value;
    }

    public override EndPoint? LocalEndPoint
    {
        get => connection.LocalEndPoint;
        set => connection.LocalEndPoint = value;
    }

    public override EndPoint? RemoteEndPoint
    {
        get => connection.RemoteEndPoint;
        set => connection.RemoteEndPoint = value;
    }

    public void Prove()
    {
        if (!isProven)
        {
            isProven = true;
            limit.Prove(this);
        }
    }

    public override void Abort() => connection.Abort();

    public override void Abort(ConnectionAbortedException abortReason) => connection.Abort(abortReason);

    public override async ValueTask DisposeAsync()
    {
        try
        {
            await connection.DisposeAsync();
            await base.DisposeAsync();
        }
        finally
        {
            if (Interlocked.Exchange(ref left, 1) is 0)
            {
                limit.Leave(this);
            }
        }
    }
}
