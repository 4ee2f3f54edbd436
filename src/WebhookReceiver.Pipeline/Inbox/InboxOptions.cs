namespace WebhookReceiver.Inbox;

/// <summary>The section <c>Inbox</c>: where deliveries are kept.</summary>
internal sealed class InboxOptions
{
    public const string Section = "Inbox";

    /// <summary>What 200 means.</summary>
    /// <value><c>Memory</c>: queued.</value>
    public string Store { get; set; } = MemoryStore;

    /// <summary>The folder of a store that has one; relative to the current directory.</summary>
    /// <value><c>data/inbox</c></value>
    public string Directory { get; set; } = "data/inbox";

    public const string MemoryStore = "Memory";
}
