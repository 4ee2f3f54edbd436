using WebhookReceiver.Operators;

namespace WebhookReceiver.Commands;

/// <summary>The inbox as a command gets at it: through the service that runs, or by itself when none does.</summary>
internal interface IInboxAccess : IAsyncDisposable
{
    /// <summary>What to tell of a replay that was asked for.</summary>
    string ReplayNote { get; }

    Task<DeadLetterPage> ListAsync(DeadLetterFilter filter, int limit, Guid? after, CancellationToken cancellationToken);

    Task<DeadLetterDetails?> FindAsync(Guid id, CancellationToken cancellationToken);

    Task<DeadLetterResult> ReplayAsync(Guid id, CancellationToken cancellationToken);

    Task<ReplayReport> ReplayAsync(DeadLetterFilter filter, CancellationToken cancellationToken);

    Task<DeadLetterResult> DiscardAsync(Guid id, CancellationToken cancellationToken);

    Task<InboxStatus> StatusAsync(CancellationToken cancellationToken);

    /// <returns>How many lines were written.</returns>
    Task<long> ExportAsync(DeliveryExportFilter filter, Stream output, CancellationToken cancellationToken);

    Task<ErasureReport> EraseAsync(string user, CancellationToken cancellationToken);
}
