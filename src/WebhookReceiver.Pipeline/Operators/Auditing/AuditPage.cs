using System.Text.Json.Serialization;
using WebhookReceiver.Inbox;

namespace WebhookReceiver.Operators;

/// <summary>A page of the audit log, the newest first.</summary>
public sealed record AuditPage
{
    /// <summary>The entries of this page.</summary>
    [JsonPropertyName("entries")]
    public required IReadOnlyList<AuditEntry> Entries { get; init; }

    /// <summary>The value of <c>after</c> for the next page; null on the last page.</summary>
    [JsonPropertyName("next")]
    public Guid? Next { get; init; }

    internal static async ValueTask<AuditPage> ReadAsync(IAuditLog log, AuditFilter filter, int limit, Guid? after, CancellationToken cancellationToken)
    {
        // One more than requested, to know whether another page follows.
        var found = await log.ReadAsync(filter, after, limit + 1, cancellationToken);
        return new AuditPage { Entries = [.. found.Take(limit)], Next = found.Count > limit ? found[limit - 1].Id : null };
    }
}
