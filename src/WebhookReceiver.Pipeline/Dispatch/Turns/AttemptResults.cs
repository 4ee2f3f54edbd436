namespace WebhookReceiver.Dispatch;

/// <summary>What happened in one attempt.</summary>
/// <param name="Calls">The calls that ended.</param>
/// <param name="IsCut">Whether a call was cut short, or not begun, because the service stops.</param>
/// <param name="WaitsFor">Where the next handler has no place; null when that is not why the attempt ended.</param>
internal sealed record AttemptResults(List<CallResult> Calls, bool IsCut, Bulkhead? WaitsFor);
