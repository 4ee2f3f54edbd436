using WebhookReceiver.Inbox;

namespace WebhookReceiver.Pipeline.Tests.Fakes;

/// <summary>An audit log that cannot be written for as long as the test wants.</summary>
internal sealed class BreakableAuditLog : IAuditLog
{
    private readonly MemoryAuditLog log = new();

    public bool IsBroken { get; set; }

    public ValueTask WriteAsync(AuditEntry entry, CancellationToken cancellationToken = default) =>
        IsBroken ? throw new IOException("the disk is gone") : log.WriteAsync(entry, cancellationToken);

    public ValueTask<IReadOnlyList<AuditEntry>> ReadAsync(AuditFilter filter, Guid? after, int atMost, CancellationToken cancellationToken = default) =>
        log.ReadAsync(filter, after, atMost, cancellationToken);
}
