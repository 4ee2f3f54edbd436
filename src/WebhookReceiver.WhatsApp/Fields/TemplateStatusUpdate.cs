using WebhookReceiver.WhatsApp.Reading;

namespace WebhookReceiver.WhatsApp;

/// <summary>
/// A template was reviewed, paused, disabled or deleted (Meta's <c>message_template_status_update</c> webhook reference), so that it can now be sent, or no
/// longer can. Members that Meta omits in older notifications and for Direct Send, such as the category, are null.
/// </summary>
public sealed record TemplateStatusUpdate : TemplateEvent
{
    /// <summary>Creates an event for a test.</summary>
    public TemplateStatusUpdate()
    {
    }

    internal TemplateStatusUpdate(in EventSource source)
        : base(source)
    {
        var item = source.Item;

        Event = item["event"u8].Name;
        TemplateCategory = item["message_template_category"u8].Name;
        Reason = ReasonOf(item["reason"u8].Name);
        DisableDate = item["disable_info"u8]["disable_date"u8].Text;
        DisableAt = item["disable_info"u8]["disable_date"u8].Time;
        OtherInfoTitle = item["other_info"u8]["title"u8].Name;
        OtherInfoDescription = item["other_info"u8]["description"u8].Text;
        RejectionDetails = item["rejection_info"u8]["reason"u8].Text;
        RejectionRecommendation = item["rejection_info"u8]["recommendation"u8].Text;
    }

    /// <summary>
    /// <c>APPROVED</c>, <c>ARCHIVED</c>, <c>UNARCHIVED</c>, <c>DELETED</c>, <c>DISABLED</c>, <c>FLAGGED</c>, <c>IN_APPEAL</c>, <c>LIMIT_EXCEEDED</c>,
    /// <c>LOCKED</c>, <c>PAUSED</c>, <c>PENDING</c>, <c>PENDING_DELETION</c>, <c>REINSTATED</c>, <c>REJECTED</c>; the list is open.
    /// </summary>
    public string? Event { get; init; }

    /// <summary><c>MARKETING</c>, <c>UTILITY</c>, <c>AUTHENTICATION</c>; the list is open.</summary>
    public string? TemplateCategory { get; init; }

    /// <summary>
    /// <c>ABUSIVE_CONTENT</c>, <c>INCORRECT_CATEGORY</c>, <c>INVALID_FORMAT</c>, <c>PROMOTIONAL</c>, <c>SCAM</c>, <c>TAG_CONTENT_MISMATCH</c>,
    /// <c>CATEGORY_NOT_AVAILABLE</c>; the list is open. Null when there is none, which Meta also sends as the word <c>NONE</c>.
    /// </summary>
    public string? Reason { get; init; }

    /// <summary>When the template will be disabled, as sent: Unix seconds, or a date in English prose.</summary>
    public string? DisableDate { get; init; }

    /// <summary>When the template will be disabled; null when <see cref="DisableDate"/> is prose.</summary>
    public DateTimeOffset? DisableAt { get; init; }

    /// <summary>
    /// The kind of pause: <c>FIRST_PAUSE</c>, <c>SECOND_PAUSE</c>, <c>RATE_LIMITING_PAUSE</c>, <c>UNPAUSE</c>, <c>DISABLED</c>; the list is open.
    /// </summary>
    public string? OtherInfoTitle { get; init; }

    /// <summary>The same in prose.</summary>
    public string? OtherInfoDescription { get; init; }

    /// <summary>Why the template was rejected, in prose; seen with <c>INVALID_FORMAT</c>.</summary>
    public string? RejectionDetails { get; init; }

    /// <summary>What to do about the rejection, in prose.</summary>
    public string? RejectionRecommendation { get; init; }

    private static string? ReasonOf(string? reason) => string.Equals(reason, "NONE", StringComparison.OrdinalIgnoreCase) ? null : reason;
}
