using WebhookReceiver.Handlers;

namespace WebhookReceiver.Dispatch;

/// <summary>A handler in the plan of an event, with what is needed to call it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Handler">The handler; null when a handler of that name no longer exists.</param>
/// <param name="Gate">Its places.</param>
internal sealed record PlannedCall(string Name, BoundHandler? Handler, HandlerGate Gate);
