namespace WebhookReceiver.Inbox;

/// <summary>The parts of a store that match a search.</summary>
/// <param name="Deliveries">Parts with deliveries, oldest first.</param>
/// <param name="Outcomes">Parts with outcomes, oldest first.</param>
/// <param name="DamagedCopies">The names of copies of damaged bytes, which cannot be searched.</param>
internal sealed record StoreHoldings(IReadOnlyList<HoldingPart> Deliveries, IReadOnlyList<HoldingPart> Outcomes, IReadOnlyList<string> DamagedCopies);

/// <summary>A part with a match. It is deleted as a whole when it is due.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Records">How many of its records match.</param>
/// <param name="IsSealed">Whether nothing more is written to it.</param>
/// <param name="WaitsFor">How many deliveries must be handled before it can be deleted.</param>
/// <param name="GoneBy">The latest time of its deletion, if the service keeps running; null while it waits for deliveries.</param>
internal sealed record HoldingPart(string Name, long Records, bool IsSealed, long WaitsFor, DateTimeOffset? GoneBy);
