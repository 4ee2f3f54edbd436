using System.Diagnostics.CodeAnalysis;

namespace WebhookReceiver.Inbox;

/// <summary>The section <c>Inbox</c>: where deliveries are kept.</summary>
internal sealed class InboxOptions
{
    public const string Section = "Inbox";
    public const string MemoryStore = "Memory";

    private const string DefaultDirectory = "data/inbox";

    /// <summary>What 200 means.</summary>
    /// <value><c>Memory</c>: queued.</value>
    [AllowNull]
    public string Store { get; set => field = value ?? MemoryStore; } = MemoryStore;

    /// <summary>The folder of a store that has one; relative to the current directory.</summary>
    /// <value><c>data/inbox</c></value>
    [AllowNull]
    public string Directory { get; set => field = value ?? DefaultDirectory; } = DefaultDirectory;
}
