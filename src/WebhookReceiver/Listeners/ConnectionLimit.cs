namespace WebhookReceiver.Listeners;

/// <summary>
/// How many connections a listener may have open at once. At the limit, the oldest connection that has proved nothing is evicted for the next one: a client that only
/// holds connections cannot shut out genuine senders.
/// </summary>
/// <param name="most">The limit.</param>
internal sealed class ConnectionLimit(long most)
{
    private const int SlackShare = 8;
    private const int FewestSlack = 8;

    private readonly Lock gate = new();
    private readonly LinkedList<LimitedConnection> unproven = new();

    /// <summary>Evicted connections stay open until their sockets are closed, which takes a moment.</summary>
    private readonly long slack = Math.Max(most / SlackShare, FewestSlack);

    private long open;

    /// <param name="connection">The new connection.</param>
    /// <param name="evicted">The connection to close for it; null when there is room.</param>
    /// <returns>False when no room can be made.</returns>
    public bool TryEnter(LimitedConnection connection, out LimitedConnection? evicted)
    {
        lock (gate)
        {
            evicted = null;

            if (open >= most)
            {
                if (open >= most + slack || unproven.First is not { } oldest)
                {
                    return false;
                }

                unproven.RemoveFirst();
                evicted = oldest.Value;
            }

            open++;
            unproven.AddLast(connection.Place);
            return true;
        }
    }

    /// <summary>The connection can no longer be evicted.</summary>
    public void Prove(LimitedConnection connection)
    {
        lock (gate)
        {
            TakeFromList(connection);
        }
    }

    public void Leave(LimitedConnection connection)
    {
        lock (gate)
        {
            open--;
            TakeFromList(connection);
        }
    }

    private void TakeFromList(LimitedConnection connection)
    {
        if (connection.Place.List is not null)
        {
            unproven.Remove(connection.Place);
        }
    }
}
