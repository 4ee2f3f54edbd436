using WebhookReceiver.WhatsApp.Reading;

namespace WebhookReceiver.WhatsApp;

/// <summary>
/// An alert about messaging capabilities, the official business account or the profile picture (Meta's <c>account_alerts</c> webhook reference). Decide by
/// <see cref="AlertType"/>; the description may even contain a placeholder that Meta forgot to fill.
/// </summary>
public sealed record AccountAlert : FieldEvent
{
    /// <summary>Creates an event for a test.</summary>
    public AccountAlert()
    {
    }

    internal AccountAlert(in EventSource source)
        : base(source)
    {
        var item = source.Item;

        // The dashboard's Test button and older pages omit the object and put its members directly into the value.
        var alert = item["alert_info"u8] is { IsObject: true } info ? info : item;

        EntityType = item["entity_type"u8].Name;
        EntityId = item["entity_id"u8].Name;
        Severity = alert["alert_severity"u8].Name;
        Status = alert["alert_status"u8].Name;
        AlertType = alert["alert_type"u8].Name;
        Description = alert["alert_description"u8].Text;
    }

    /// <summary><c>BUSINESS</c>, <c>PHONE_NUMBER</c>, <c>CURRENT_STATUS_ID</c>, and <c>WABA</c> from the Test button; the list is open.</summary>
    public string? EntityType { get; init; }

    /// <summary>The id of the entity that the alert is about; <see cref="EntityType"/> says what kind of entity it is.</summary>
    public string? EntityId { get; init; }

    /// <summary><c>CRITICAL</c>, <c>WARNING</c>, <c>INFORMATIONAL</c>; the list is open.</summary>
    public string? Severity { get; init; }

    /// <summary><c>ACTIVE</c>, <c>NONE</c>; the list is open.</summary>
    public string? Status { get; init; }

    /// <summary>
    /// <c>INCREASED_CAPABILITIES_ELIGIBILITY_DEFERRED</c>, <c>INCREASED_CAPABILITIES_ELIGIBILITY_FAILED</c>,
    /// <c>INCREASED_CAPABILITIES_ELIGIBILITY_NEED_MORE_INFO</c>, <c>OBA_APPROVED</c>, <c>OBA_REJECTED</c>, <c>PROFILE_PICTURE_LOST</c>; the list is open.
    /// </summary>
    public string? AlertType { get; init; }

    /// <summary>The alert in prose, for people to read.</summary>
    public string? Description { get; init; }
}
