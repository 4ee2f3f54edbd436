namespace WebhookReceiver.Inbox;

/// <summary>Which parts of a store hold what was searched for.</summary>
/// <param name="Deliveries">Parts with deliveries, the oldest first.</param>
/// <param name="Outcomes">Parts with outcomes, the oldest first.</param>
/// <param name="DamagedCopies">The names of copies of damaged bytes, of which nobody can say.</param>
internal sealed record StoreHoldings(IReadOnlyList<HoldingPart> Deliveries, IReadOnlyList<HoldingPart> Outcomes, IReadOnlyList<string> DamagedCopies);

/// <summary>A part that holds something. It is deleted as a whole, in its time.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Records">How many of its records hold something.</param>
/// <param name="IsSealed">Whether nothing more is written to it.</param>
/// <param name="WaitsFor">How many deliveries must be handled before it can be deleted.</param>
/// <param name="GoneBy">When it is deleted at the latest, if the service runs from now on; null while it waits.</param>
internal sealed record HoldingPart(string Name, long Records, bool IsSealed, long WaitsFor, DateTimeOffset? GoneBy);
