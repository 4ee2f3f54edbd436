using WebhookReceiver.Inbox;
using WebhookReceiver.Operators;

namespace WebhookReceiver.Commands;

/// <summary>The inbox as a command accesses it: through the running service, or directly when none is running.</summary>
internal interface IInboxAccess : IAsyncDisposable
{
    /// <summary>The note to print after a replay was requested.</summary>
    string ReplayNote { get; }

    Task<DeadLetterPage> ListAsync(DeadLetterFilter filter, int limit, Guid? after, CancellationToken cancellationToken);

    Task<DeadLetterGroups> SummariseAsync(DeadLetterFilter filter, CancellationToken cancellationToken);

    Task<DeadLetterDetails?> FindAsync(Guid id, CancellationToken cancellationToken);

    Task<DeadLetterResult> ReplayAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>How many dead letters match a filter.</summary>
    Task<int> CountAsync(DeadLetterFilter filter, CancellationToken cancellationToken);

    /// <summary>Replays or discards all that match, and completes when it has gone through them or was cancelled.</summary>
    Task<JobReport> RunAsync(JobRequest request, Action<JobReport> progress, CancellationToken cancellationToken);

    Task<DeadLetterResult> DiscardAsync(Guid id, CancellationToken cancellationToken);

    Task<EventPage> FindEventsAsync(EventSearch search, int limit, string? after, CancellationToken cancellationToken);

    /// <returns>Null when it is not stored.</returns>
    Task<EventDetails?> FindEventAsync(string key, string? endpoint, CancellationToken cancellationToken);

    /// <returns>Null when it is not stored.</returns>
    Task<EventContent?> ReadEventAsync(string key, string? endpoint, CancellationToken cancellationToken);

    Task<AuditPage> ListAuditAsync(AuditFilter filter, int limit, CancellationToken cancellationToken);

    Task<HandlerList> ListHandlersAsync(CancellationToken cancellationToken);

    /// <returns>Null when there is no such handler.</returns>
    Task<HandlerReport?> PauseHandlerAsync(string name, CancellationToken cancellationToken);

    /// <returns>Null when there is no such handler.</returns>
    Task<HandlerReport?> ResumeHandlerAsync(string name, CancellationToken cancellationToken);

    Task<InboxStatus> StatusAsync(CancellationToken cancellationToken);

    /// <returns>How many lines were written.</returns>
    Task<long> ExportAsync(DeliveryExportFilter filter, Stream output, CancellationToken cancellationToken);

    Task<ErasureReport> EraseAsync(string user, CancellationToken cancellationToken);
}
