namespace WebhookReceiver.Listeners;

/// <summary>
/// How many connections a listener may have open at once. When there are that many, the oldest of those that never proved who they are makes room for the next: who only
/// holds connections cannot shut the door to senders.
/// </summary>
/// <param name="most">The limit.</param>
internal sealed class ConnectionLimit(long most)
{
    private const int SlackShare = 8;
    private const int FewestSlack = 8;

    private readonly Lock gate = new();
    private readonly LinkedList<LimitedConnection> unproven = new();

    /// <summary>What was evicted is open until its socket is closed, which takes a moment.</summary>
    private readonly long slack = Math.Max(most / SlackShare, FewestSlack);

    private long open;

    /// <param name="connection">The next one.</param>
    /// <param name="evicted">The connection that has to be closed for it; null when there is room.</param>
    /// <returns>False when there is no room to be had.</returns>
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

    /// <summary>The connection is not evicted any more.</summary>
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
