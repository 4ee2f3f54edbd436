namespace WebhookReceiver.Operators;

/// <content>Searches for stored events and deliveries, and their outcomes.</content>
public sealed partial class WhatsAppInbox
{
    /// <summary>Searches the stored events, newest first, for less than a second; a search that needs longer is continued with the cursor.</summary>
    /// <param name="search">Which ones.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="after">The previous page's <see cref="EventPage.Next"/>.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    /// <exception cref="FormatException">A value cannot be read; the message says which.</exception>
    /// <exception cref="InvalidOperationException">The store keeps nothing.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public async ValueTask<EventPage> FindEventsAsync(EventSearch search, int limit, string? after = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(search);
        var (match, cursor, finder) = (new EventMatch(search, registry), Cursor(after), Finder());

        // It reads files, and the caller's thread may have more to do than to wait for them.
        return await Task.Run(() => finder.FindAsync(match, limit, cursor, cancellationToken).AsTask(), cancellationToken);
    }

    /// <summary>Returns everything about the events with that key: one for each endpoint that received it.</summary>
    /// <param name="key">The key, or at least its first 12 digits, as in the log.</param>
    /// <param name="endpoint">Only of this endpoint.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    /// <returns>None when it is not stored, or not any longer.</returns>
    /// <exception cref="FormatException">The key cannot be read.</exception>
    /// <exception cref="InvalidOperationException">The store keeps nothing.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public async ValueTask<IReadOnlyList<EventDetails>> FindEventAsync(string key, string? endpoint = null, CancellationToken cancellationToken = default)
    {
        var lookup = Lookup();
        return await Task.Run(() => lookup.FindAsync(key, endpoint, cancellationToken).AsTask(), cancellationToken);
    }

    /// <summary>Returns what Meta sent of an event. It contains what people wrote, so the look is recorded in the audit log first; in an inbox that was opened for reading it is not.</summary>
    /// <returns>Null when it is not stored, or not any longer.</returns>
    /// <exception cref="FormatException">The key cannot be read.</exception>
    /// <exception cref="InvalidOperationException">The store keeps nothing.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public async ValueTask<EventContent?> ReadEventAsync(string key, string? endpoint = null, CancellationToken cancellationToken = default)
    {
        var lookup = Lookup();

        if (await Task.Run(() => lookup.ReadAsync(key, endpoint, cancellationToken).AsTask(), cancellationToken) is not { } found)
        {
            return null;
        }

        // Its own key: what the caller wrote may be anything.
        await LookAsync($"event {found.Key}");
        return found.Content;
    }

    /// <summary>Searches the stored deliveries with an event that matches, newest first, for less than a second.</summary>
    /// <param name="search">Which ones; the state is compared with that of the delivery: open, or handled.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="after">The previous page's <see cref="DeliveryPage.Next"/>.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    /// <exception cref="FormatException">A value cannot be read; the message says which.</exception>
    /// <exception cref="InvalidOperationException">The store keeps nothing.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public async ValueTask<DeliveryPage> FindDeliveriesAsync(EventSearch search, int limit, string? after = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(search);
        var (match, cursor, finder) = (new EventMatch(search, registry), Cursor(after), Finder());
        return await Task.Run(() => finder.DeliveriesAsync(match, limit, cursor, cancellationToken).AsTask(), cancellationToken);
    }

    /// <summary>Returns one delivery with its events.</summary>
    /// <returns>Null when it is not stored, or not any longer.</returns>
    /// <exception cref="InvalidOperationException">The store keeps nothing.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public async ValueTask<DeliveryDetails?> FindDeliveryAsync(Guid id, CancellationToken cancellationToken = default)
    {
        var lookup = Lookup();
        return await Task.Run(() => lookup.DeliveryAsync(id, cancellationToken).AsTask(), cancellationToken);
    }

    /// <summary>Returns the body of a delivery as received. It contains what people wrote, so the look is recorded in the audit log first; in an inbox that was opened for reading it is not.</summary>
    /// <returns>Null when it is not stored, or not any longer.</returns>
    /// <exception cref="InvalidOperationException">The store keeps nothing.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public async ValueTask<ReadOnlyMemory<byte>?> ReadDeliveryAsync(Guid id, CancellationToken cancellationToken = default)
    {
        var lookup = Lookup();

        if (await Task.Run(() => lookup.BodyAsync(id, cancellationToken).AsTask(), cancellationToken) is not { } body)
        {
            return null;
        }

        await LookAsync($"delivery {id}");
        return body;
    }

    /// <exception cref="IOException">It cannot be recorded, so nothing may be shown.</exception>
    private ValueTask LookAsync(string target, string? detail = null) =>
        isReadOnly ? ValueTask.CompletedTask : audit.WriteAsync(actor, AuditAction.ContentViewed, target, detail);

    private EventFinder Finder() => new(OnDisk, letters, clock);

    private EventLookup Lookup() => new(OnDisk, Finder(), pages, registry);

    private static SearchCursor? Cursor(string? after) => after switch
    {
        null => null,
        _ when SearchCursor.TryParse(after, out var cursor) => cursor,
        _ => throw new FormatException("after is not the next of a page."),
    };
}
