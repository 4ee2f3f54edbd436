using WebhookReceiver.Deliveries;

namespace WebhookReceiver.Operators;

/// <summary>How far a search has got, and whether it is cut short because its time is over.</summary>
/// <param name="clock">The clock.</param>
/// <param name="after">Where it began: it goes further than that, however long it takes, or the next page would be the same.</param>
internal sealed class SearchProgress(TimeProvider clock, SearchCursor? after)
{
    /// <summary>So that a page is there within a second; the next page continues.</summary>
    private static readonly TimeSpan Budget = TimeSpan.FromMilliseconds(700);

    private readonly long began = clock.GetTimestamp();

    /// <summary>Everything received after this has been looked at; null while nothing has.</summary>
    public DateTimeOffset? Back { get; private set; }

    /// <summary>Where the next page continues; null unless the search is cut short.</summary>
    public SearchCursor? Cut { get; private set; }

    /// <summary>Notes that this delivery, or place between deliveries, and all that is newer have been looked at.</summary>
    /// <returns>False when the search is cut short there.</returns>
    public bool GoesOn(DeliveryPosition reached, DateTimeOffset receivedAt)
    {
        Back = receivedAt;
        Cut = clock.GetElapsedTime(began) > Budget && reached != after?.Delivery ? new SearchCursor(reached, 0) : null;
        return Cut is null;
    }
}
