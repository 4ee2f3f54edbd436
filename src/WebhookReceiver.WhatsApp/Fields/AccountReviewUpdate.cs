using WebhookReceiver.WhatsApp.Reading;

namespace WebhookReceiver.WhatsApp;

/// <summary>Meta has reviewed the account (Meta's <c>account_review_update</c> webhook reference).</summary>
public sealed record AccountReviewUpdate : FieldEvent
{
    /// <summary>Creates an event for a test.</summary>
    public AccountReviewUpdate()
    {
    }

    internal AccountReviewUpdate(in EventSource source)
        : base(source) => Decision = source.Item["decision"u8].Name;

    /// <summary><c>APPROVED</c>, <c>REJECTED</c>, <c>PENDING</c>, <c>DEFERRED</c>; the list is open.</summary>
    public string? Decision { get; init; }
}
