namespace WebhookReceiver.Inbox;

/// <summary>The settings of one store, in a section that the store binds and checks itself.</summary>
internal sealed class StoreSection;
