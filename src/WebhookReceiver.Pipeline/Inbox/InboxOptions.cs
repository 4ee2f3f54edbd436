using System.Diagnostics.CodeAnalysis;

namespace WebhookReceiver.Inbox;

/// <summary>The section <c>Inbox</c>: where deliveries are kept.</summary>
internal sealed class InboxOptions
{
    public const string Section = "Inbox";

    private const string DefaultStore = "Journal";
    private const string DefaultDirectory = "data/inbox";

    /// <summary>What a 200 promises.</summary>
    /// <value><c>Journal</c>: on disk, synced. <c>Memory</c>: queued.</value>
    [AllowNull]
    public string Store { get; set => field = value ?? DefaultStore; } = DefaultStore;

    /// <summary>The folder of a store that uses one. A relative path is made absolute by <see cref="SettingsPaths"/>.</summary>
    /// <value><c>data/inbox</c></value>
    [AllowNull]
    public string Directory { get; set => field = value ?? DefaultDirectory; } = DefaultDirectory;

    /// <summary>How long a start waits for another process to release the folder.</summary>
    /// <value>00:00:00; in the container image 00:00:30</value>
    public TimeSpan WaitForFolder { get; set; }

    /// <summary>How many days a delivery stays on disk after it has been handled completely.</summary>
    /// <value>3</value>
    public int RetentionDays { get; set; } = 3;

    /// <summary>Below this many free bytes, deliveries are answered with 503, so that there is room to write the outcomes of those already accepted.</summary>
    /// <value>256 MiB</value>
    public long MinimumFreeBytes { get; set; } = 256 * 1024 * 1024;

    /// <summary>The size at which a journal segment ends and the next begins. Handled deliveries are deleted by whole segments.</summary>
    /// <value>64 MiB</value>
    public long SegmentBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>Whether to start although a journal segment is missing. Its contents are lost.</summary>
    /// <value>false</value>
    public bool AcceptLoss { get; set; }

    /// <summary>For how many days a repeated event is recognised as a duplicate. Meta repeats for up to seven.</summary>
    /// <value>8</value>
    public int DuplicateWindowDays { get; set; } = 8;

    /// <summary>For how many days dead letters are kept.</summary>
    /// <value>30</value>
    public int DeadLetterDays { get; set; } = 30;

    /// <summary>What happens to a message or status that is older than the duplicate window.</summary>
    /// <value><c>Handle</c></value>
    public StalePolicy StaleEvents { get; set; } = StalePolicy.Handle;

    /// <summary>
    /// Where the same relative path, resolved against the other base directory, has an inbox; null when there is none or the path is absolute.
    /// </summary>
    internal string? OtherDirectory { get; set; }

    /// <summary>The section of the store <c>Postgres</c>.</summary>
    public StoreSection? Postgres { get; set; }

    public TimeSpan DuplicateWindow => TimeSpan.FromDays(DuplicateWindowDays);
}
