namespace WebhookReceiver.WhatsApp.Tests;

/// <summary>
/// The words in Meta's documentation (<c>Specification/messages.md</c>, sections 15 and 16, <c>Specification/fields.md</c>, section 4), and since when they exist; a dash
/// where it does not say.
/// </summary>
internal static class SpecifiedWords
{
    private const string NotSaid = "–";

    /// <summary>Message types, with the inner kind where a type has several.</summary>
    public static IReadOnlyList<(string Type, string? Kind, string Since)> Messages { get; } =
    [
        ("text", null, NotSaid),
        ("image", null, NotSaid),
        ("video", null, NotSaid),
        ("audio", null, "– (voicemail: June 2026)"),
        ("document", null, NotSaid),
        ("sticker", null, NotSaid),
        ("location", null, NotSaid),
        ("contacts", null, NotSaid),
        ("button", null, NotSaid),
        ("interactive", "button_reply", NotSaid),
        ("interactive", "list_reply", NotSaid),
        ("interactive", "nfm_reply", NotSaid),
        ("interactive", "call_permission_reply", "July 2025"),
        ("interactive", "payment_method", NotSaid),
        ("interactive", "payment_notification", NotSaid),
        ("order", null, NotSaid),
        ("reaction", null, NotSaid),
        ("system", "user_changed_number", NotSaid),
        ("system", "user_changed_user_id", "July 2026"),
        ("system", "user_identity_changed", "August 2026"),
        ("system", "customer_changed_number", "– (deprecated)"),
        ("system", "customer_identity_changed", "– (deprecated)"),
        ("edit", null, "November 2025"),
        ("revoke", null, "November 2025"),
        ("request_welcome", null, "– (withdrawn March 2026)"),
        ("unsupported", null, NotSaid),
        ("unknown", null, NotSaid),
    ];

    public static IReadOnlyList<(string Status, string Since)> Statuses { get; } =
    [
        ("sent", NotSaid),
        ("delivered", NotSaid),
        ("read", NotSaid),
        ("played", "March 2026"),
        ("failed", NotSaid),
        ("deleted", NotSaid),
        ("warning", "– (legacy)"),
        ("pending", "– (payments)"),
        ("captured", "– (payments)"),
    ];

    public static IReadOnlyList<(string Action, string Since)> UserActions { get; } =
    [
        ("marketing_messages_link_click", NotSaid),
        ("landing_page_view", "September 2026"),
    ];

    /// <summary>The webhook fields other than <c>messages</c>.</summary>
    public static IReadOnlyList<(string Field, string Since)> Fields { get; } =
    [
        ("account_alerts", NotSaid),
        ("account_review_update", NotSaid),
        ("account_settings_update", NotSaid),
        ("account_update", NotSaid),
        ("automatic_events", NotSaid),
        ("business_capability_update", NotSaid),
        ("business_status_update", NotSaid),
        ("business_username_updates", NotSaid),
        ("calls", "July 2025"),
        ("consumer_profile", NotSaid),
        ("flows", NotSaid),
        ("group_lifecycle_update", "October 2025"),
        ("group_participants_update", "October 2025"),
        ("group_settings_update", "October 2025"),
        ("group_status_update", "October 2025"),
        ("history", NotSaid),
        ("message_echoes", NotSaid),
        ("message_template_components_update", NotSaid),
        ("message_template_quality_update", NotSaid),
        ("message_template_status_update", NotSaid),
        ("messaging_handovers", NotSaid),
        ("partner_solutions", NotSaid),
        ("payment_configuration_update", NotSaid),
        ("phone_number_name_update", NotSaid),
        ("phone_number_quality_update", NotSaid),
        ("security", NotSaid),
        ("smb_app_state_sync", NotSaid),
        ("smb_message_echoes", NotSaid),
        ("standby", "August 2026"),
        ("template_category_update", NotSaid),
        ("template_correct_category_detection", NotSaid),
        ("tracking_events", NotSaid),
        ("user_id_update", NotSaid),
        ("user_preferences", NotSaid),
    ];
}
