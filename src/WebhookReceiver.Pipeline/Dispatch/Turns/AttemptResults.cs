namespace WebhookReceiver.Dispatch;

/// <summary>The results of one attempt.</summary>
/// <param name="Calls">The calls that ended.</param>
/// <param name="IsCut">Whether a call was cut short, or not begun, because the service stops.</param>
/// <param name="WaitsFor">The places that the next handler waits for; null when the attempt ended for another reason.</param>
internal sealed record AttemptResults(List<CallResult> Calls, bool IsCut, Bulkhead? WaitsFor);
