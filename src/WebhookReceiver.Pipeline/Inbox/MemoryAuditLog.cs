namespace WebhookReceiver.Inbox;

/// <summary>The audit log of a store that keeps nothing: the last <see cref="Most"/> entries, lost with the process.</summary>
internal sealed class MemoryAuditLog : IAuditLog
{
    public const int Most = 10_000;

    private readonly Lock gate = new();
    private readonly Queue<AuditEntry> entries = new();

    public ValueTask WriteAsync(AuditEntry entry, CancellationToken cancellationToken = default)
    {
        lock (gate)
        {
            entries.Enqueue(entry with { Id = Guid.CreateVersion7(entry.At) });

            if (entries.Count > Most)
            {
                entries.Dequeue();
            }
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask<IReadOnlyList<AuditEntry>> ReadAsync(AuditFilter filter, Guid? after, int atMost, CancellationToken cancellationToken = default)
    {
        lock (gate)
        {
            return new(entries.Reverse().Behind(after).Where(filter.Fits).Take(atMost).ToList());
        }
    }
}
